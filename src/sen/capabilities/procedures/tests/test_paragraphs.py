"""Texts of the national catalogue break off in the middle of sentences; a page shows whole ones."""

import pytest

from sen.capabilities.procedures.selectors.versions import paragraphs


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- Nộp hồ sơ tại Trung tâm.\n+ Nhận kết quả.", ("Nộp hồ sơ tại Trung tâm.", "Nhận kết quả.")),
        ("- Trường hợp hồ sơ không đủ\nđiều kiện thì trả lại.\nBước 2", ("Trường hợp hồ sơ không đủ điều kiện thì trả lại.", "Bước 2")),
        ("Gồm các bước:\nnộp hồ sơ", ("Gồm các bước:", "nộp hồ sơ")),
        ("Cơ quan tiếp nhận\na) kiểm tra\nb) trả lời", ("Cơ quan tiếp nhận", "a) kiểm tra", "b) trả lời")),
        ("Cơ quan tiếp nhận\n- kiểm tra", ("Cơ quan tiếp nhận", "kiểm tra")),
        (" \n - \n", ()),
    ],
)
def test_lines_become_whole_sentences(text: str, lines: tuple[str, ...]) -> None:
    assert paragraphs(text) == lines
