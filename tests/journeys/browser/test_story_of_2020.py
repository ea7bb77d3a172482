"""The same story in the province of 2020: three levels of units, service levels by number, dates of that year."""

import os
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.browsing import CITIZEN, Come, officer
from tests.instance import Site, running_site
from tests.journeys.browser import applying, story
from tests.journeys.browser.reading import qr_of, signatures, text_of

# A group of its own: another process starts this second installation while the first one is in use.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site-2020")]

CITY = "866"


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """The installation of 2020.  ``SEN_TEST_SITE_2020="URL FOLDER"`` names one that already runs."""
    given = os.environ.get("SEN_TEST_SITE_2020", "").split()
    if given:
        yield Site(given[0].rstrip("/"), Path(given[1]), "dongthap-2020")
        return
    with running_site(province="dongthap-2020", without=("load_demo_dossiers",)) as site:
        yield site


def test_the_story_is_the_same_in_2020(come: Come, site: Site, settings) -> None:
    settings.DATA_DIR = site.folder
    citizen = come(CITIZEN)
    citizen.open("/thu-tuc/1.001612/")
    for words in ("Cấp huyện", "mức độ 4", "Ủy ban nhân dân cấp huyện", "11/2020"):
        citizen.reads(words)
    citizen.look("procedure")

    draft = applying.fill(citizen.hand, home="Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp")
    citizen.open(f"{draft}noi-o/")
    citizen.page.locator("[name=place_text]").fill("phuong 1 cao lanh")
    citizen.page.get_by_role("option", name="Phường 1, Thành phố Cao Lãnh, Tỉnh Đồng Tháp").click()
    citizen.look("three-levels")
    citizen.press("Tiếp tục")
    citizen.reads("Ủy ban nhân dân thành phố Cao Lãnh")
    told = story.Told(*applying.submit(citizen.hand, draft))
    assert told.code.split("-")[1].startswith("2011")

    clerk, head, specialist, leader = (
        come(officer(desk, CITY), hurried=True) for desk in ("motcua", "truongphong", "chuyenvien", "lanhdao")
    )
    story.receive(clerk, told)
    story.assign(head, told, "Chuyên viên")
    story.propose(specialist, told)
    story.send_to_sign(head, told)
    story.sign_after_reading(leader, told)
    story.return_result(clerk, told)

    pdf = story.download_result(citizen, told)
    assert signatures(pdf)[0].valid and signatures(pdf)[0].agency == "Ủy ban nhân dân thành phố Cao Lãnh"
    assert "tháng11năm2020" in text_of(pdf)
    stranger = come()
    stranger.open(qr_of(pdf))
    assert urlsplit(stranger.page.url).netloc == urlsplit(site.url).netloc
    stranger.stands_at("Kết quả này có thật và còn hiệu lực")
    stranger.reads("/11/2020")
    stranger.look("stranger")
