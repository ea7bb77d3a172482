"""Forms: normal form, errors in plain words, domain errors where they belong."""

import unicodedata

import pytest
from django import forms
from django.test import RequestFactory

from sen.kernel.errors import DomainError, NotAllowed, NotFound
from sen.ui.fields import NameField, PhoneField
from sen.ui.forms import SenForm, domain_errors
from sen.ui.responses import page


class NumberTaken(DomainError):
    """Số {number} đã có người dùng. Hãy chọn số khác."""


class Counter(SenForm):
    name = NameField(label="Họ, chữ đệm, tên")
    phone = PhoneField(label="Điện thoại", required=False)
    way = forms.ChoiceField(label="Nhận kết quả ở đâu?", choices=[("a", "A")])
    copies = forms.IntegerField(label="Số bản sao", min_value=1, error_messages={"min_value": "Ít nhất một bản."})
    agreed = forms.BooleanField(label="Tôi cam đoan")
    note = forms.CharField(label="Ghi chú", max_length=5, required=False)
    secret = forms.CharField(label="Mật khẩu", widget=forms.PasswordInput, required=False, strip=False)


GOOD = {"name": "Lê Văn Hòa", "way": "a", "copies": "2", "agreed": "on"}


def test_typed_text_arrives_composed_and_without_invisible_signs() -> None:
    typed = unicodedata.normalize("NFD", "Đặng  Thị\u200b Ngọc Ánh") + "\x00 "
    form = Counter({**GOOD, "name": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["name"] == "Đặng Thị Ngọc Ánh"


def test_a_password_is_left_as_it_was_typed() -> None:
    form = Counter({**GOOD, "secret": "  a\u0301  b "})
    assert form.is_valid()
    assert form.cleaned_data["secret"] == "  a\u0301  b "


def test_missing_answers_are_asked_for_by_name() -> None:
    form = Counter({})
    assert form.errors["name"] == ["Hãy nhập họ, chữ đệm, tên."]
    assert form.errors["way"] == ["Hãy trả lời câu “Nhận kết quả ở đâu?”"]
    assert form.errors["agreed"] == ["Hãy đánh dấu ô “Tôi cam đoan”."]


def test_limits_are_said_with_their_numbers_and_own_words_stay() -> None:
    form = Counter({**GOOD, "note": "quá dài rồi", "copies": "0", "way": "z"})
    assert form.errors["note"] == ["Tối đa 5 ký tự. Bạn đã nhập 11."]
    assert form.errors["copies"] == ["Ít nhất một bản."]
    assert form.errors["way"] == ["Lựa chọn này không có trong danh sách. Hãy chọn lại."]


def test_a_refusal_of_a_service_stands_on_the_field_it_names() -> None:
    form = Counter(GOOD)
    assert form.is_valid()
    with domain_errors(form):
        raise NumberTaken("phone", number="0907")
    assert form.errors == {"phone": ["Số 0907 đã có người dùng. Hãy chọn số khác."]}
    assert form.errors.as_data()["phone"][0].code == "number-taken"


def test_a_refusal_without_a_known_field_stands_on_the_form() -> None:
    form = Counter(GOOD)
    assert form.is_valid()
    with domain_errors(form):
        raise NumberTaken("elsewhere", number="1")
    assert form.non_field_errors() == ["Số 1 đã có người dùng. Hãy chọn số khác."]


@pytest.mark.parametrize("error", [NotFound, NotAllowed])
def test_missing_rights_are_no_matter_of_the_form(error: type[DomainError]) -> None:
    form = Counter(GOOD)
    with pytest.raises(error), domain_errors(form):
        raise error
    assert form.is_valid()


def test_an_empty_post_is_still_an_answer() -> None:
    assert Counter.from_request(RequestFactory().post("/")).is_bound
    assert not Counter.from_request(RequestFactory().get("/"), initial={"note": "a"}).is_bound


def test_a_page_with_a_wrong_form_answers_422_and_a_right_one_200() -> None:
    request = RequestFactory().get("/")
    assert page(request, "ui/fragment.html", form=Counter({})).status_code == 422
    assert page(request, "ui/fragment.html", form=Counter(GOOD)).status_code == 200
    assert page(request, "ui/fragment.html", form=[Counter(GOOD), Counter({})]).status_code == 422
    assert page(request, "ui/fragment.html").status_code == 200


def test_a_formset_with_one_wrong_form_answers_422() -> None:
    rows = forms.formset_factory(Counter)
    counts = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1"}
    request = RequestFactory().get("/")
    assert page(request, "ui/fragment.html", form=rows(counts)).status_code == 422
    good = {f"form-0-{name}": value for name, value in GOOD.items()}
    assert page(request, "ui/fragment.html", form=rows({**counts, **good})).status_code == 200
