"""How names are folded for search, the same when written and when asked."""

from sen.kernel.text import fold

_OPENING = ("thu tuc hanh chinh ", "thu tuc ", "viec ")


def plain(text: str) -> str:
    """The folded words of a text without punctuation, single spaces."""
    return " ".join("".join(ch if ch.isalnum() else " " for ch in fold(text)).split())


def name_words(name: str) -> str:
    """The words of a procedure's name without ``thủ tục`` in front, one space at each end."""
    words = plain(name)
    for opening in _OPENING:
        words = words.removeprefix(opening)
    return f" {words} "


def search_words(name: str, code: str, field: str, keywords: str) -> str:
    """Everything a procedure is found by, one space at each end."""
    return f" {plain(name)} {code} {plain(field)} {plain(keywords)} "
