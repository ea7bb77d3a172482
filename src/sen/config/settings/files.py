"""Stored files: limits and the malware scanner."""

from sen.config.settings import environment

_MEGABYTE = 1024 * 1024
FILES_MAX_CITIZEN_BYTES = environment.number("SEN_MAX_FILE_MB", 20) * _MEGABYTE
FILES_MAX_OFFICER_BYTES = environment.number("SEN_MAX_OFFICER_FILE_MB", 90) * _MEGABYTE
# clamav: files wait until ClamAV has answered; none: they say that nobody looked; auto: ClamAV when its socket is there.
FILES_SCANNER = environment.text("SEN_SCANNER", "auto")
FILES_CLAMAV_ADDRESS = environment.text("SEN_CLAMAV", "/var/run/clamav/clamd.ctl")

FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "sen.foundation.files.forms.BoundedUploadHandler",
]
