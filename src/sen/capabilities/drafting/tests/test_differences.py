"""What the comparison of two versions shows."""

from sen.capabilities.drafting.selectors.differences import compare, compare_texts


def test_only_changed_words_of_a_line_are_marked() -> None:
    (line,) = compare_texts("Thời gian: 08 giờ 00", "Thời gian: 14 giờ 00")
    assert line.kind == "changed"
    assert [(piece.kind, piece.text) for piece in line.pieces if piece.kind != "same"] == [("gone", "08"), ("new", "14")]


def test_long_unchanged_stretches_become_a_gap_with_their_length() -> None:
    old = "\n".join(f"dòng {number}" for number in range(20))
    lines = compare_texts(old, old + "\nthêm")
    assert [(line.kind, line.count) for line in lines if line.kind == "gap"] == [("gap", 16)]
    assert lines[-1].kind == "new"


def test_parts_that_are_equal_are_left_out() -> None:
    changes = compare({"subject": "a", "body": "x"}, {"subject": "b", "body": "x"})
    assert [change.label for change in changes] == ["Trích yếu"]
