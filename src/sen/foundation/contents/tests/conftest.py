"""Files of many kinds, stored where each test may see them."""

import io
import zipfile

import pytest

from sen.foundation.files import services as files
from sen.foundation.files.adapters.none import NoScanner
from sen.foundation.printing.services import render_pdf
from sen.kernel import clock
from sen.kernel.actor import SYSTEM

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"


@pytest.fixture(autouse=True)
def data_dir(settings, tmp_path):
    """Files of this test lie in its own folder."""
    settings.DATA_DIR = tmp_path
    files.use_scanner(NoScanner())
    yield tmp_path
    files.use_scanner(None)


@pytest.fixture(scope="session")
def pdf():
    """A PDF of one page the platform printed."""
    return render_pdf("printing/sample.typ", {})


@pytest.fixture
def store():
    """Store bytes as a file the platform made."""

    def keep(name, content, media_type):
        return files.store_bytes(name=name, content=content, actor=SYSTEM, now=clock.now(), media_type=media_type)

    return keep


def zipped(parts):
    """An archive of the parts."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


def docx(*paragraphs, head=""):
    """A Word file of these paragraphs."""
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    return zipped(
        {"[Content_Types].xml": "<Types/>", "word/document.xml": f'{head}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'}
    )
