"""Letters and text messages: through the server named in the environment; the demonstration writes them into folders."""

from sen.config.settings import environment
from sen.config.settings.application import DATA_DIR

EMAIL_HOST = environment.text("SEN_MAIL_HOST", "")
MAIL_ENABLED = bool(EMAIL_HOST)
# Set by `./sen run` alone: letters become files below the data folder, text messages too.
OUTBOX_OF_FILES = environment.flag("SEN_OUTBOX_OF_FILES") and not MAIL_ENABLED
EMAIL_FILE_PATH = str(DATA_DIR / "thu-gui-di")
_BACKEND = "smtp" if MAIL_ENABLED else "filebased" if OUTBOX_OF_FILES else "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_BACKEND}.EmailBackend"
# Without either there is nobody to hand a letter to, and none is written.
LETTERS_ENABLED = MAIL_ENABLED or OUTBOX_OF_FILES
# The adapter of a mobile line (dossiers.types.ShortMessages); empty: no text messages.
SHORT_MESSAGES = environment.text(
    "SEN_SHORT_MESSAGES", "sen.capabilities.dossiers.adapters.sandbox_sms.client.SandboxLine" if OUTBOX_OF_FILES else ""
)
EMAIL_PORT = environment.number("SEN_MAIL_PORT", 587)
EMAIL_HOST_USER = environment.text("SEN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = environment.text("SEN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = bool(EMAIL_HOST_USER)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = environment.text("SEN_MAIL_FROM", "khong-tra-loi@dongthap.gov.vn")
