"""Putting two people's changes together."""

from sen.capabilities.drafting.services.merging import merge_content, merge_text

BASE = "Điều 1. A\nĐiều 2. B\nĐiều 3. C"


def test_changes_at_different_places_are_put_together() -> None:
    assert merge_text(BASE, "Điều 1. A mới\nĐiều 2. B\nĐiều 3. C", "Điều 1. A\nĐiều 2. B\nĐiều 3. C\nĐiều 4. D") == (
        "Điều 1. A mới\nĐiều 2. B\nĐiều 3. C\nĐiều 4. D"
    )


def test_a_line_removed_by_one_and_another_added_by_the_other_both_count() -> None:
    assert merge_text("a\nb\nc\nd", "a\nc\nd", "a\nb\nc\nd\ne") == "a\nc\nd\ne"


def test_the_same_place_changed_differently_cannot_be_put_together() -> None:
    assert merge_text(BASE, BASE.replace("B", "của tôi"), BASE.replace("B", "của người kia")) is None


def test_the_same_change_by_both_is_one_change() -> None:
    changed = BASE.replace("B", "như nhau")
    assert merge_text(BASE, changed, changed) == changed


def test_fields_changed_by_one_side_only_are_taken_from_that_side() -> None:
    base = {"subject": "cũ", "body": "a\nb", "urgency": 0}
    merged, clashes = merge_content(base, {**base, "subject": "mới"}, {**base, "urgency": 2, "body": "a\nb\nc"})
    assert merged == {"subject": "mới", "body": "a\nb\nc", "urgency": 2}
    assert clashes == ()


def test_a_single_value_changed_by_both_clashes_and_the_kept_one_stands() -> None:
    base = {"subject": "cũ"}
    merged, clashes = merge_content(base, {"subject": "của tôi"}, {"subject": "của người kia"})
    assert (merged, clashes) == ({"subject": "của người kia"}, ("subject",))
