"""Reading what comes out: words, codes and signatures of PDF files."""

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import zxingcpp

from sen.foundation.signing.services import validate_pdf
from sen.foundation.signing.types import SignatureReport


def signatures(pdf: bytes) -> list[SignatureReport]:
    """What each signature is worth.  In a thread of its own, because the browser's event loop runs in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(validate_pdf, pdf).result()


def qr_of(pdf: bytes) -> str:
    """The address in the QR code of the first page, read from its picture."""
    page = pypdfium2.PdfDocument(pdf)[0]
    bitmap = page.render(scale=3, grayscale=True)
    pixels = memoryview(bytes(bitmap.buffer)).cast("B", shape=[bitmap.height, bitmap.stride])
    codes = [code.text for code in zxingcpp.read_barcodes(pixels)]
    assert len(codes) == 1, codes
    return codes[0]


def text_of(pdf: bytes) -> str:
    """The words of a PDF without white space, so that a broken line hides nothing."""
    return "".join("".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf))
