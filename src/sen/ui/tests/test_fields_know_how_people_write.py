"""Names, phones, identity numbers, dates and places as people type them."""

import datetime as dt
import unicodedata
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from sen.kernel import clock
from sen.kernel.text import fold
from sen.ui.fields import IdentityNumberField, NameField, PhoneField, PlaceField, VietnameseDateField

PLACES = {"1": "Phường Mỹ Tho", "2": "Xã Mỹ Thọ", "3": "Xã Tháp Mười"}


def refusal(field: Any, value: Any) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        field.clean(value)
    return list(caught.value.messages)


def test_a_short_identity_number_is_counted() -> None:
    assert refusal(IdentityNumberField(), "0871880045") == ["Số định danh phải đủ 12 chữ số. Bạn mới nhập 10."]
    assert refusal(IdentityNumberField(), "08718800451234") == ["Số định danh chỉ có 12 chữ số. Bạn đã nhập 14."]
    assert refusal(IdentityNumberField(), "08718800451a") == ["Số định danh chỉ gồm chữ số."]


def test_spaces_in_an_identity_number_do_not_count() -> None:
    assert IdentityNumberField().clean(" 087 188 004 512 ") == "087188004512"


def test_digits_of_other_scripts_are_no_identity_number() -> None:
    assert refusal(IdentityNumberField(), "०८७१८८००४५१२") == ["Số định danh chỉ gồm chữ số."]


@pytest.mark.parametrize("typed", ["0907123456", "0907 123 456", "+84 907.123.456", "84907123456"])
def test_a_phone_number_comes_in_national_form(typed: str) -> None:
    assert PhoneField().clean(typed) == "0907123456"


def test_a_phone_with_letters_is_told_which() -> None:
    assert refusal(PhoneField(), "09o7 123 456") == ["Số điện thoại chỉ gồm chữ số. Hãy bỏ “o”."]
    assert refusal(PhoneField(), "12345")[0].startswith("Số điện thoại chưa đúng.")
    assert PhoneField(required=False).clean("") == ""


@pytest.mark.parametrize("name", ["Nguyễn Thị Bích Trâm", "H'Hen Niê", "Y Blưk", "Jean-Luc"])
def test_names_of_every_people_pass(name: str) -> None:
    assert NameField().clean(name) == name


@pytest.mark.parametrize(("name", "sign"), [("Trâm 😀", "😀"), ("Tr4m", "4"), ("<b>", "<")])
def test_a_name_is_told_its_first_strange_sign(name: str, sign: str) -> None:
    assert refusal(NameField(), name) == [f"Họ tên chỉ gồm chữ cái. Hãy bỏ ký tự “{sign}”."]


def test_a_date_comes_from_three_boxes_or_one() -> None:
    field = VietnameseDateField()
    for data in (
        {"d_day": "14", "d_month": "1", "d_year": "2026"},
        {"d": "14/1/2026"},
        {"d": "14-01-2026"},
        {"d": "2026-01-14"},
        {"d": "14012026"},
    ):
        assert field.clean(field.widget.value_from_datadict(data, {}, "d")) == dt.date(2026, 1, 14)


def test_each_wrong_part_of_a_date_has_its_own_message() -> None:
    messages = refusal(VietnameseDateField(noun="sinh"), ("14", "14", "26"))
    assert messages[0] == "Tháng sinh phải từ 1 đến 12."
    assert messages[1].startswith("Năm sinh phải có đủ 4 chữ số, ví dụ ")


def test_a_day_that_the_month_does_not_have_is_refused() -> None:
    assert refusal(VietnameseDateField(), ("29", "2", "2026")) == ["Tháng 2 năm 2026 chỉ có 28 ngày."]
    assert VietnameseDateField().clean(("29", "2", "2028")) == dt.date(2028, 2, 29)


def test_a_birthday_in_the_future_is_refused_and_today_is_not() -> None:
    tomorrow = clock.today() + dt.timedelta(days=1)
    parts = (str(tomorrow.day), str(tomorrow.month), str(tomorrow.year))
    assert refusal(VietnameseDateField(past=True, noun="sinh"), parts) == ["Ngày sinh không thể sau hôm nay."]
    assert VietnameseDateField(past=True).clean(clock.today()) == clock.today()


def test_words_instead_of_a_date_are_no_crash() -> None:
    assert refusal(VietnameseDateField(), ("mười bốn", "", ""))
    assert refusal(VietnameseDateField(), ("²", "1", "2026"))


def find(text: str) -> list[tuple[str, str]]:
    return [(key, label) for key, label in PLACES.items() if fold(text) in fold(label)]


@pytest.fixture
def place() -> PlaceField:
    return PlaceField(search=find, label_of=lambda key: PLACES.get(key, ""))


def test_a_chosen_place_is_taken(place: PlaceField) -> None:
    assert place.clean(("2", "Xã Mỹ Thọ")) == "2"


def test_the_only_match_of_a_text_without_accents_is_taken(place: PlaceField) -> None:
    assert place.clean(("", "thap muoi")) == "3"


def test_text_that_no_longer_fits_the_key_wins_over_it(place: PlaceField) -> None:
    assert place.clean(("1", "Xã Tháp Mười")) == "3"


def test_several_matches_come_back_as_choices(place: PlaceField) -> None:
    assert refusal(place, ("", "my tho")) == ["Có 2 nơi tên gần như vậy. Hãy chọn một nơi."]
    assert [key for key, _ in place.widget.matches] == ["1", "2"]
    assert place.clean(("2", "my tho")) == "2"
    assert place.widget.get_context("p", ("2", "my tho"), {})["widget"]["text"] == "Xã Mỹ Thọ"


def test_an_unknown_place_or_a_forged_key_is_refused(place: PlaceField) -> None:
    assert refusal(place, ("", "xyz")) == ["Chưa thấy nơi nào tên “xyz”. Hãy thử gõ tên xã, phường."]
    assert refusal(place, ("999", ""))


def test_a_composed_name_equals_a_decomposed_one() -> None:
    typed = unicodedata.normalize("NFD", "Đặng Thị Ngọc Ánh")
    assert NameField().clean(unicodedata.normalize("NFC", typed)) == "Đặng Thị Ngọc Ánh"
