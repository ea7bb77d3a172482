"""A directive of the province's office, its way through a commune and the answer, in a real browser with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from tests.browsing import Come, Visitor, officer
from tests.instance import Site
from tests.journeys.browser import documents as story
from tests.journeys.browser.reading import signatures, text_of

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("site")]


@pytest.mark.parametrize("scripts", [True, False], ids=["with-scripts", "without-scripts"])
def test_a_directive_reaches_a_commune_and_is_answered_while_the_office_watches(come: Come, site: Site, settings, scripts: bool) -> None:
    settings.DATA_DIR = site.folder
    site.wait_for_demonstration()

    def at_the_office(desk: str) -> Visitor:
        return come(officer(desk, "ubnd"), scripts=scripts)

    def in_the_commune(desk: str) -> Visitor:
        return come(officer(desk), scripts=scripts)

    told = story.Told()
    leader, office = at_the_office("lanhdao"), at_the_office("vanthu")
    story.draft_directive(at_the_office("chuyenvien"), told, _name(leader))
    story.approve(at_the_office("truongphong"), told)
    story.check_form(office, told)
    story.sign(leader, told)
    told.directive = story.issue(office, told, kind="CT-UBND")
    story.open_outgoing(office, told)
    story.sees(office, told, "Đã đến")

    clerk, chairman, specialist = in_the_commune("vanthu"), in_the_commune("lanhdao"), in_the_commune("chuyenvien")
    story.register(clerk, told.mark, pass_to=_name(chairman))
    story.sees(office, told, "Đã tiếp nhận")
    story.direct(chairman, told, _name(specialist))
    story.sees(office, told, "Đã phân công")
    story.take(specialist, told)
    story.sees(office, told, "Đang xử lý")

    story.open_file(specialist, told)
    story.draft_answer(specialist, told, _name(chairman))
    story.approve(in_the_commune("truongphong"), told)
    story.check_form(clerk, told)
    story.sign(chairman, told)
    told.answer = story.issue(clerk, told, kind="UBND-VHXH")
    story.finish(specialist, told)
    story.sees(office, told, "Hoàn thành", "Đã đến", "Đã tiếp nhận", "Đã phân công", "Đang xử lý")

    story.register(office, told.mark)
    office.reads("Trả lời văn bản")
    office.reads(told.directive)
    _is_signed_by_person_and_agency(office)
    story.close_file(specialist, told)
    _has_everything(specialist, told)


def _name(visitor: Visitor) -> str:
    """The name of whoever sits there, as the head of the page shows it."""
    return visitor.page.locator(".topbar .menu__name b").inner_text().strip()


def _is_signed_by_person_and_agency(office: Visitor) -> None:
    """The file that arrived is the one that was signed in the commune, twice."""
    link = office.page.locator("main").get_by_role("link", name="Tải về").first
    pdf = office.fetch(str(link.get_attribute("href")))
    reports = signatures(pdf)
    assert len(reports) == 2
    assert all(report.valid for report in reports)
    assert story.COMMUNE in {report.agency for report in reports}
    words = text_of(pdf)
    assert "KT.CHỦTỊCHPHÓCHỦTỊCH" in words
    assert "".join(story.ANSWER.split()) in words


def _has_everything(specialist: Visitor, told: story.Told) -> None:
    """The closed file lists the directive, the task, the draft and the answer, and takes nothing more."""
    rows = specialist.page.locator("main tbody tr")
    expect(rows).to_have_count(4)
    for words in (told.directive, told.answer):
        expect(rows.filter(has_text=words).first).to_be_visible()
    expect(specialist.page.get_by_role("link", name="Đưa tài liệu vào")).to_have_count(0)
