"""Style sheets, scripts, fonts and pictures: hashed names for a running instance, plain names for tests and development."""

from sen.config.settings import environment
from sen.config.settings.application import DATA_DIR

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
HASHED_STATIC = environment.flag("SEN_HASHED_STATIC")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "sen.ui.assets.BundlingStorage" if HASHED_STATIC else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_MAX_AGE = 3600
