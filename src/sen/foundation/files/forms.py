"""Shape of what browsers send."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _


class StartForm(forms.Form):
    """The announcement of an upload."""

    name = forms.CharField(label=_("Tên tệp"), max_length=1000)
    size = forms.IntegerField(label=_("Kích thước"))


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps a form's file on disk up to the largest size anybody may send; the rest is counted and dropped."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start counting."""
        super().new_file(*args, **kwargs)
        self._counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write the piece unless the file is already too large."""
        self._counted += len(raw_data)
        if self._counted <= settings.FILES_MAX_OFFICER_BYTES:
            super().receive_data_chunk(raw_data, start)
        elif self.file is not None:
            self.file.truncate(0)

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """The file; one that was too large keeps its true size and no content, so that it is refused by size."""
        file = super().file_complete(file_size)
        if file is not None and file.file is not None and self._counted > settings.FILES_MAX_OFFICER_BYTES:
            file.file.truncate(0)
        return file
