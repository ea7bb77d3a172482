"""A store of its own for each test, and sample files of every kind."""

import io
import zipfile

import pytest

from sen.foundation.files import services
from sen.foundation.files.adapters.memory import MemoryScanner
from sen.foundation.files.adapters.none import NoScanner
from sen.kernel.actor import Actor, ActorKind

PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\nstartxref\n9\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF" + b"\x00" * 64 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 32


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Files of this test lie in its own folder; nothing looks at them."""
    settings.DATA_DIR = tmp_path
    services.use_scanner(NoScanner())
    yield tmp_path
    services.use_scanner(None)


@pytest.fixture
def scanner():
    """A scanner that knows the test virus."""
    double = MemoryScanner()
    services.use_scanner(double)
    return double


@pytest.fixture
def sender():
    """A citizen as files see one."""
    return Actor(ActorKind.CITIZEN, account_id=11, name="Trần Thị Mai")


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    """A zip archive of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(**more):
    """A minimal Word file with further parts."""
    return zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": "<w:document/>", **more})
