"""The whole story of one dossier in a real browser, with JavaScript and without."""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pypdfium2
import pytest
import zxingcpp

from sen.foundation.signing.services import validate_pdf
from sen.foundation.signing.types import SignatureReport
from tests.browsing import CITIZEN, Come, Visitor, officer
from tests.instance import Site
from tests.journeys.browser import story

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_dossier_goes_from_the_first_word_typed_to_a_strangers_check(come: Come, site: Site, settings, scripts: bool) -> None:
    settings.DATA_DIR = site.folder
    citizen = come(scripts=scripts)
    story.find_procedure(citizen)
    told = story.apply(citizen, CITIZEN)
    _proof_is_signed(citizen, told)

    clerk = come(officer("motcua"), scripts=scripts)
    story.receive(clerk, told)
    head = come(officer("truongphong"), scripts=scripts)
    story.assign(head, told, "Chuyên viên")
    specialist = come(officer("chuyenvien"), scripts=scripts)
    story.ask_supplement(specialist, told)
    story.answer_supplement(citizen, told)
    story.propose(specialist, told)
    story.send_to_sign(head, told)
    leader = come(officer("lanhdao"), scripts=scripts)
    (story.sign_after_reading if scripts else story.sign_from_the_list)(leader, told)
    story.return_result(clerk, told)

    pdf = story.download_result(citizen, told)
    reports = signatures(pdf)
    assert reports and all(report.valid for report in reports)
    assert reports[0].agency == "Ủy ban nhân dân phường Cao Lãnh"
    address = qr_of(pdf)
    assert urlsplit(address).netloc == urlsplit(site.url).netloc, address
    story.check_as_stranger(come(scripts=scripts), address, pdf)


def _proof_is_signed(citizen: Visitor, told: story.Told) -> None:
    """The receipt lists each file with its hash, and is signed."""
    page = citizen.page
    digests = page.locator("main .hash").all_inner_texts()
    link = page.get_by_role("link", name="Tải biên nhận")
    for _turn in range(20):
        if link.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    proof = citizen.fetch(str(link.get_attribute("href")))
    reports = signatures(proof)
    assert reports and all(report.valid for report in reports)
    words = text_of(proof)
    assert told.code in words
    assert digests and all(digest.split()[-1] in words for digest in digests)


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
