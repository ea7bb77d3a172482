"""Shape of what browsers send."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.utils.translation import gettext_lazy as _


class StartForm(forms.Form):
    """The announcement of an upload."""

    name = forms.CharField(label=_("Tên tệp"), max_length=1000)
    size = forms.IntegerField(label=_("Kích thước"))


class BoundedUploadHandler(TemporaryFileUploadHandler):
    """Keeps a form's file on disk up to one byte past the largest size anybody may send, and drops the rest.

    The one byte too many has the file refused as too large when it is stored.
    """

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Start counting."""
        super().new_file(*args, **kwargs)
        self._room = settings.FILES_MAX_OFFICER_BYTES + 1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Write as much of the piece as there is room for."""
        if self._room:
            super().receive_data_chunk(raw_data[: self._room], start)
            self._room -= min(self._room, len(raw_data))
