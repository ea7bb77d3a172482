"""Logging: one JSON object a line on standard error, with the request's correlation id."""

from sen.config.settings import environment

LOGGING_LEVEL = environment.text("SEN_LOG_LEVEL", "INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "sen.config.logs.JsonFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["stderr"], "level": LOGGING_LEVEL},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "WARNING"},
        "procrastinate": {"level": "WARNING"},
    },
}
