"""What every installation shares."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[4]
DATA_DIR = Path(os.environ.get("SEN_DATA_DIR", ROOT / "var")).resolve()
REFERENCE_DIR = ROOT / "data"

SECRET_KEY = os.environ["SEN_SECRET_KEY"]
DEBUG = os.environ.get("SEN_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("SEN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("SEN_TRUSTED_ORIGINS", "").split(",") if o]

INSTALLED_APPS = [
    "sen.surfaces.portal",
    "sen.surfaces.workspace",
    "sen.surfaces.scorecard",
    "sen.capabilities.onestop",
    "sen.capabilities.dossiers",
    "sen.capabilities.procedures",
    "sen.registries.parties",
    "sen.registries.units",
    "sen.registries.legislation",
    "sen.registries.codelists",
    "sen.foundation.accounts",
    "sen.foundation.agencies",
    "sen.foundation.signing",
    "sen.foundation.printing",
    "sen.foundation.files",
    "sen.foundation.audit",
    "sen.foundation.jobs",
    "sen.ui",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
]

ROOT_URLCONF = "sen.config.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
WSGI_APPLICATION = "sen.config.wsgi.application"

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ.get("SEN_DB_NAME", "sen"),
        "USER": os.environ.get("SEN_DB_USER", "sen"),
        "PASSWORD": os.environ.get("SEN_DB_PASSWORD", ""),
        "HOST": os.environ.get("SEN_DB_HOST", ""),
        "PORT": os.environ.get("SEN_DB_PORT", ""),
        "CONN_MAX_AGE": None,
        "TEST": {"NAME": os.environ.get("SEN_TEST_DB_NAME", "test_sen")},
    },
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Account"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
LOGIN_URL = "/dang-nhap/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LOCALE_PATHS = [ROOT / "src" / "sen" / "config" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
