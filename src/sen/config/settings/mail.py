"""Letters: through the mail server named in the environment; without one nothing is sent."""

from sen.config.settings import environment

EMAIL_HOST = environment.text("SEN_MAIL_HOST", "")
MAIL_ENABLED = bool(EMAIL_HOST)
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if MAIL_ENABLED else "django.core.mail.backends.dummy.EmailBackend"
EMAIL_PORT = environment.number("SEN_MAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("SEN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.text("SEN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("SEN_MAIL_FROM", "khong-tra-loi@dongthap.gov.vn")
