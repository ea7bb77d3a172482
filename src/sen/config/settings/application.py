"""What every installation shares: paths, apps, middleware, templates, languages, time."""

import datetime as dt
from pathlib import Path

from sen.config.settings import environment
from sen.kernel import clock

ROOT = Path(__file__).resolve().parents[4]
DATA_DIR = Path(environment.text("SEN_DATA_DIR", str(ROOT / "var"))).resolve()
REFERENCE_DIR = ROOT / "data"
PROVINCE = environment.text("SEN_PROVINCE", "dongthap-2025")
# How many invented people and businesses a demonstration has.
DEMO_PEOPLE = environment.number("SEN_DEMO_PEOPLE", 1_600_000)
DEMO_BUSINESSES = environment.number("SEN_DEMO_BUSINESSES", min(20_000, DEMO_PEOPLE // 20))
SITE_URL = environment.text("SEN_SITE_URL", "http://localhost:8000").rstrip("/")

SECRET_KEY = environment.required("SEN_SECRET_KEY")
DEBUG = environment.flag("SEN_DEBUG")
ALLOWED_HOSTS = environment.words("SEN_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")

INSTALLED_APPS = [
    "sen.surfaces.portal",
    "sen.surfaces.workspace",
    "sen.surfaces.scorecard",
    "sen.capabilities.onestop",
    "sen.capabilities.dossiers",
    "sen.capabilities.procedures",
    "sen.capabilities.workfiles",
    "sen.capabilities.edocs",
    "sen.capabilities.drafting",
    "sen.capabilities.correspondence",
    "sen.capabilities.assignments",
    "sen.capabilities.national",
    "sen.capabilities.exchange",
    "sen.registries.parties",
    "sen.registries.units",
    "sen.registries.legislation",
    "sen.registries.codelists",
    "sen.foundation.sso",
    "sen.foundation.directory",
    "sen.foundation.accounts",
    "sen.foundation.agencies",
    "sen.foundation.inbox",
    "sen.foundation.contents",
    "sen.foundation.files",
    "sen.foundation.signing",
    "sen.foundation.printing",
    "sen.foundation.history",
    "sen.foundation.audit",
    "sen.foundation.feeds",
    "sen.foundation.numbering",
    "sen.foundation.jobs",
    "sen.ui",
    "sen.config",
    "procrastinate.contrib.django",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "sen.config.middleware.correlation.CorrelationMiddleware",
    "sen.config.middleware.proxy.ProxyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "sen.config.middleware.headers.HeadersMiddleware",
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if environment.flag("SEN_HASHED_STATIC") else []),
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sen.config.middleware.language.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "sen.config.middleware.actor.ActorMiddleware",
    "sen.config.middleware.scope.ScopeMiddleware",
]

ROOT_URLCONF = "sen.config.urls"
WSGI_APPLICATION = "sen.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["django.templatetags.i18n", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "sen.ui.navigation.shell_context",
                "sen.config.context.page",
            ],
        },
    },
]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "ngon_ngu"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [ROOT / "src" / "sen" / "config" / "locale"]
USE_I18N = True

USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
clock.shift_clock(dt.timedelta(days=environment.number("SEN_CLOCK_SHIFT_DAYS", 0)))
