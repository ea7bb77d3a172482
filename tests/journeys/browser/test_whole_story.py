"""The whole story of one dossier in a real browser, with JavaScript and without."""

from urllib.parse import urlsplit

import pytest

from tests.browsing import CITIZEN, Come, Visitor, officer
from tests.instance import Site
from tests.journeys.browser import story
from tests.journeys.browser.reading import qr_of, signatures, text_of

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
