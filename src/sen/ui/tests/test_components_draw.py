"""Tags draw what they promise, and nothing of a person's text becomes markup."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import Client, RequestFactory

from sen.kernel.clock import at_local
from sen.ui import templatetags
from sen.ui.fields import VietnameseDateField
from sen.ui.format import due_view
from sen.ui.forms import SenForm
from sen.ui.gallery import SampleForm
from sen.ui.paging import ListPage
from sen.ui.templatetags.sen import register
from sen.ui.types import Fact, Option, TagView

UI = Path(templatetags.__file__).parent.parent
NOW = at_local(dt.date(2026, 11, 23), dt.time(9, 42))


def draw(source: str, path: str = "/x/", **context: Any) -> str:
    template = engines["django"].from_string("{% load sen %}" + source)
    return template.render(context, RequestFactory().get(path))


def test_every_tag_is_shown_on_a_gallery_page() -> None:
    shown = "".join(page.read_text() for page in (UI / "templates" / "ui").rglob("*.html"))
    inner = {"choice_group", "date_field", "address_field", "htmx"}
    missing = [name for name in register.tags if f"{{% {name} " not in shown and f"{{% {name}\n" not in shown and name not in inner]
    assert not missing


def test_every_style_sheet_is_part_of_the_one_address() -> None:
    sheet = (UI / "static/ui/css/sen.css").read_text()
    missing = [path.name for path in (UI / "static/ui/css/components").glob("*.css") if f"components/{path.name}" not in sheet]
    assert not missing


def test_a_label_from_a_person_stays_text() -> None:
    evil = '"><script>x</script>'
    form = SampleForm({"name": evil, "place_text": evil})
    form.is_valid()
    page = draw(
        "{% tag evil 'late' 'inbox' %}{% tag_state view %}{% facts rows %}{% empty evil text=evil %}{% notice title=evil %}{{ evil }}"
        "{% endnotice %}{% card evil %}{{ evil }}{% endcard %}{% error_summary form %}{% form_fields form %}{% crumbs evil '/' evil %}"
        "{% submit evil %}{% avatar evil %}{% masked evil %}{% search_box evil %}{% tick 'id' evil evil %}"
        "{% act_link evil 'ban' evil hint=evil %}",
        evil=evil, view=TagView(evil), rows=[(evil, evil), Fact(evil, evil, "/a/", evil)], form=form,
    )  # fmt: skip
    assert "<script>x" not in page


def test_a_deadline_has_an_icon_a_word_and_a_machine_time() -> None:
    html = draw("{% due view %}", view=due_view(NOW - dt.timedelta(days=4), NOW))
    assert "tag--late" in html and "#i-triangle-alert" in html and "Trễ 4 ngày" in html
    assert 'datetime="2026-11-19T09:42+07:00"' in html


def test_a_masked_number_shows_neither_its_middle_nor_a_row_of_dots_to_the_ear() -> None:
    html = draw("{% masked '087188004512' %}")
    assert "188004" not in html and "(đã che)" in html


def test_an_error_is_linked_described_and_marked() -> None:
    form = SampleForm({"number": "123"})
    html = draw("{% error_summary form %}{% field form.number %}", form=form)
    assert '<a href="#id_number">' in html
    assert 'aria-describedby="id_number_hint id_number_error"' in html
    assert 'aria-invalid="true"' in html and 'value="123"' in html


def test_the_summary_of_a_date_leads_to_the_wrong_box() -> None:
    form = SampleForm({"born_on_day": "14", "born_on_month": "14", "born_on_year": "2026"})
    html = draw("{% error_summary form %}{% date_field form.born_on %}", form=form)
    assert '<a href="#id_born_on_month">Tháng sinh phải từ 1 đến 12.</a>' in html
    month = html[html.index('id="id_born_on_month"') :]
    assert month.index("aria-invalid") < month.index('id="id_born_on_year"')
    assert 'name="born_on_day" value="14"' in html


def test_a_form_without_errors_has_no_summary() -> None:
    assert draw("{% error_summary form %}", form=SampleForm()).strip() == ""


def test_a_thing_done_by_one_press_is_a_form_and_the_others_are_links() -> None:
    pressed = draw("{% act_link '/ket-thuc/' 'check' 'Kết thúc' post=True %}", csrf_token="token")
    assert '<form method="post" action="/ket-thuc/">' in pressed and 'value="token"' in pressed and "<a " not in pressed
    led = draw("{% act_link '/bo/' 'ban' 'Bỏ' hint='Phải nêu lý do' grave=True %}")
    assert '<a class="actlist__link actlist__link--grave" href="/bo/">' in led and "Phải nêu lý do" in led and "<form" not in led


def test_choices_show_their_explanation_and_keep_the_answer() -> None:
    html = draw("{% field form.delivery %}", form=SampleForm({"delivery": "desk"}))
    assert "<b>Tại quầy</b><small>Mang theo giấy tiếp nhận</small>" in html
    assert 'value="desk" checked' in html and 'value="post" checked' not in html


def test_several_boxes_may_be_ticked() -> None:
    class Several(SenForm):
        ways = forms.MultipleChoiceField(
            label="Cách", choices=[("1", Option("Một", "giải thích")), ("2", "Hai")], widget=forms.CheckboxSelectMultiple
        )

    html = draw("{% field form.ways %}", form=Several(initial={"ways": ["2"]}))
    assert 'type="checkbox" name="ways" id="id_ways_1" value="2" checked' in html


def test_one_box_for_a_date_keeps_what_was_typed() -> None:
    class One(SenForm):
        on = VietnameseDateField(label="Ngày", boxes=False)

    html = draw("{% field form.on %}", form=One({"on": "31/2/2026"}))
    assert 'value="31/2/2026"' in html and "Tháng 2 năm 2026 chỉ có 28 ngày." in html
    assert 'value="05/09/2026"' in draw("{% field form.on %}", form=One(initial={"on": dt.date(2026, 9, 5)}))


def test_hidden_fields_are_drawn_once_and_only_named_fields_are_shown() -> None:
    class Mixed(SenForm):
        token = forms.CharField(widget=forms.HiddenInput)
        first = forms.CharField(label="Đầu")
        second = forms.CharField(label="Sau")

    html = draw("{% form_fields form only='first' %}", form=Mixed(initial={"token": "t"}))
    assert html.count('name="token"') == 1 and "Đầu" in html and "Sau" not in html


def test_optional_fields_say_so_and_required_ones_do_not() -> None:
    html = draw("{% field form.phone %}{% field form.name %}", form=SampleForm())
    assert html.count("(không bắt buộc)") == 1


def test_turning_a_page_keeps_the_filter() -> None:
    page: ListPage[int] = ListPage([1, 2], 2, 2, True, 1234)
    html = draw("{% pager page noun='hồ sơ' %}", "/x/?loc=h%E1%BB%99&trang=2", page=page)
    assert "3–4 trong 1.234 hồ sơ" in html
    assert "?loc=h%E1%BB%99&amp;trang=1" in html and "trang=3" in html


def test_the_framework_s_own_pages_turn_too_and_an_empty_list_has_no_pager() -> None:
    pages = Paginator(list(range(5)), 2)
    html = draw("{% pager page %}", page=pages.page(3))
    assert "5–5 trong 5" in html and "Trang sau" not in html
    assert draw("{% pager page %}", page=ListPage([], 1, 25, False)).strip() == ""


def test_sorting_turns_around_and_goes_back_to_the_first_page() -> None:
    assert "?trang=1&amp;xep=han" in draw("{% sort_head 'han' 'Hạn' %}", "/x/?trang=4")
    html = draw("{% sort_head 'han' 'Hạn' %}", "/x/?xep=han")
    assert 'aria-sort="ascending"' in html and "xep=-han" in html


def test_crumbs_come_from_words_or_pairs() -> None:
    words = draw("{% crumbs 'Đầu' '/' 'Hồ sơ' %}")
    assert words == draw("{% crumbs pairs %}", pairs=[("Đầu", "/"), ("Hồ sơ", "")])
    assert '<li aria-current="page">Hồ sơ</li>' in words


def test_a_line_of_one_point_is_no_line_and_a_flat_one_stays_inside() -> None:
    assert draw("{% spark points 'Đúng hạn' %}", points=[3]).strip() == ""
    assert "0.0,22.0" in draw("{% spark points 'Đúng hạn' %}", points=[3, 3])
    assert "Đúng hạn, 2 kỳ: từ 3 đến 4" in draw("{% spark points 'Đúng hạn' %}", points=[3, 4])


@pytest.mark.parametrize(("value", "top", "width"), [(50, 200, "25.0"), (300, 200, "100.0"), (1, 0, "0.0"), (-4, 10, "0.0")])
def test_a_bar_starts_at_zero_and_ends_at_the_top(value: int, top: int, width: str) -> None:
    assert f'class="bar__value" width="{width}"' in draw("{% bar value top %}", value=value, top=top)


@pytest.mark.parametrize("kind", ["received", "unscanned", "refused", "sending", "strange"])
def test_a_file_of_any_state_is_drawn(kind: str) -> None:
    assert "giay.pdf" in draw("{% receipt_file file %}", file={"name": "giay.pdf", "state": kind, "detail": "d"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "to-khai/", "ban-lam-viec/", "giay-to/", "bang-goi-so/"], ids=["parts", "form", "workspace", "paper", "board"]
)
def test_gallery_pages_answer(client: Client, path: str) -> None:
    response = client.get(f"/bo-thanh-phan/{path}")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1 if path else True


@pytest.mark.django_db
def test_a_wrong_form_answers_422_with_the_summary_and_what_was_typed(client: Client) -> None:
    response = client.post("/bo-thanh-phan/to-khai/", {"name": "Lê Văn Hòa", "number": "12"})
    page = response.content.decode()
    assert response.status_code == 422
    assert 'value="Lê Văn Hòa"' in page and "data-focus" in page
    assert "<title>Cần sửa: " in page


@pytest.mark.django_db
def test_suggestions_are_found_without_accents(client: Client) -> None:
    found = client.get("/bo-thanh-phan/goi-y/", {"q": "thap muoi"}).json()["results"]
    assert [place["label"] for place in found] == ["Xã Tháp Mười, tỉnh Đồng Tháp"]
