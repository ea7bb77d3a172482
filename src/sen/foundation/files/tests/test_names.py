"""File names."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sen.foundation.files.services import clean_name


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("giay-khai-sinh.pdf", "giay-khai-sinh.pdf"),
        ("C:\\Users\\Mai\\Tờ khai.pdf", "Tờ khai.pdf"),
        ("../../etc/passwd", "passwd"),
        ("/tmp/x/ảnh.jpg", "ảnh.jpg"),
        ("tệp\u202egnp.exe", "tệpgnp.exe"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie_ x.pdf"),
        ("  ảnh   của tôi .png", "ảnh của tôi .png"),
        ("Giấy chứng sinh 👶🌸.jpg", "Giấy chứng sinh 👶🌸.jpg"),
        (unicodedata.normalize("NFD", "Giấy ủy quyền.pdf"), "Giấy ủy quyền.pdf"),
        ("", "tệp"),
        ("...", "tệp"),
        (".htaccess", "htaccess"),
    ],
)
def test_a_name_is_kept_as_people_read_it(given_name, kept):
    assert clean_name(given_name) == kept


def test_a_long_name_is_cut_but_keeps_its_extension():
    name = clean_name("Đ" * 500 + ".pdf")
    assert len(name) == 200
    assert name.endswith("Đ.pdf")


@given(st.text(max_size=400))
@settings(max_examples=300, deadline=None)
def test_any_name_becomes_a_safe_one_and_stays_the_same_the_second_time(name):
    cleaned = clean_name(name)
    assert 1 <= len(cleaned) <= 200
    assert not set(cleaned) & set('/\\<>:"|?*\x00\n\r\t')
    assert not cleaned.startswith(".")
    assert unicodedata.is_normalized("NFC", cleaned)
    assert clean_name(cleaned) == cleaned
