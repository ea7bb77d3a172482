"""A line to nobody: each message becomes a file, marked as a trial."""

import re
from pathlib import Path

from django.conf import settings

_LABEL = "TIN NHẮN THỬ, KHÔNG GỬI ĐẾN ĐIỆN THOẠI NÀO"


class SandboxLine:
    """The port of short messages, without a network behind it."""

    def send(self, *, number: str, text: str, reference: str) -> None:
        """Write the message into the folder; the same reference overwrites itself."""
        folder = Path(settings.DATA_DIR) / "tin-nhan-thu"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9-]", "", reference)
        (folder / f"{name}.txt").write_text(f"{_LABEL}\n{number}\n\n{text}\n", encoding="utf-8")
