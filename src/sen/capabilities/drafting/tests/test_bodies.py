"""The few marks of a draft's text."""

from hypothesis import given
from hypothesis import strategies as st

from sen.capabilities.drafting.services.body import end_mark, parse_body, runs_of, split_annexes


def kinds(text: str) -> list[str]:
    return [piece["kind"] for piece in parse_body(text)]


def words(pieces: list[dict]) -> str:
    return "".join(run["text"] for piece in pieces for run in piece.get("runs", []))


def everything(pieces: list[dict]) -> str:
    runs = [run for piece in pieces for run in [*piece.get("runs", []), *piece.get("title", [])]]
    cells = [run for piece in pieces for row in piece.get("rows", []) for cell in row for run in cell]
    return "".join(run["text"] for run in [*runs, *cells]).upper()


def test_lines_become_paragraphs_items_headings_and_clauses():
    text = "Mở đầu.\n\n# Tiêu đề\n- Một;\n+ Hai\nĐiều 3. Phạm vi điều chỉnh\nĐiều 4. Quyết định này có hiệu lực từ ngày ký."
    assert kinds(text) == ["paragraph", "centre", "item", "item", "clause", "paragraph"]


def test_a_chapter_takes_the_next_line_as_its_title_but_never_an_article():
    [chapter, clause] = parse_body("Chương I\nQuy định chung\nĐiều 1. Phạm vi")
    assert words([chapter]) == "Chương I\nQUY ĐỊNH CHUNG"
    assert clause["kind"] == "clause"
    assert [piece["kind"] for piece in parse_body("Chương II\nĐiều 2. Đối tượng")] == ["centre", "clause"]


def test_bold_and_italic_words_are_marked_and_lone_stars_stay():
    assert runs_of("có **đậm**, *nghiêng* và 2 * 3 * 4") == [
        {"text": "có "},
        {"text": "đậm", "bold": True},
        {"text": ", "},
        {"text": "nghiêng", "italic": True},
        {"text": " và 2 * 3 * 4"},
    ]


def test_a_table_keeps_its_rows_even_when_they_are_short_or_long():
    [table] = parse_body("| STT | Việc |\n|---|---|\n| 1 |\n| 2 | hai | thừa |")
    assert [[words([{"runs": cell}]) for cell in row] for row in table["rows"]] == [["STT", "Việc"], ["1", ""], ["2", "hai"]]


def test_what_begins_with_an_annex_stands_behind_the_signature():
    main, annexes = split_annexes(parse_body("Nội dung.\n\nPhụ lục\nDanh sách\n\nMột."))
    assert [piece["kind"] for piece in main] == ["paragraph"]
    assert [piece["kind"] for piece in annexes] == ["annex", "paragraph"]


def test_the_text_ends_with_the_mark_of_official_documents_once():
    assert words(end_mark(parse_body("Hết."))) == "Hết./."
    assert words(end_mark(parse_body("Hết./."))) == "Hết./."
    assert end_mark([]) == []


@given(st.text(alphabet="abcĐdề 1.#*-+|\n", max_size=300))
def test_no_text_breaks_the_reading_and_no_letter_is_lost(text):
    assert sorted(letter for letter in everything(parse_body(text)) if letter.isalnum()) == sorted(
        letter for letter in text.upper() if letter.isalnum()
    )
    main, annexes = split_annexes(parse_body(text))
    assert main + annexes == parse_body(text)
