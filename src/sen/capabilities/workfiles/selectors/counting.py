"""Numbers in words and in Roman figures, as the forms of the law want them."""

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))
_THOUSAND = 1000


def in_words(number: int) -> str:
    """A number below a million in Vietnamese words: 205 is ``hai trăm lẻ năm``."""
    thousands, rest = divmod(number, _THOUSAND)
    if not thousands:
        return _below_thousand(rest, full=False)
    words = f"{_below_thousand(thousands, full=False)} nghìn"
    return f"{words} {_below_thousand(rest, full=True)}" if rest else words


def roman(number: int) -> str:
    """A number in Roman figures."""
    text = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        text += sign * count
    return text


def _below_thousand(number: int, *, full: bool) -> str:
    hundreds, rest = divmod(number, 100)
    head = f"{_DIGITS[hundreds]} trăm" if hundreds or full else ""
    if not rest:
        return head or _DIGITS[0]
    return f"{head} {_below_hundred(rest, linked=bool(head))}".strip()


def _below_hundred(number: int, *, linked: bool) -> str:
    tens, units = divmod(number, 10)
    if tens == 0:
        return f"lẻ {_DIGITS[units]}" if linked else _DIGITS[units]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    if units == 0:
        return head
    tail = {1: "mốt" if tens > 1 else "một", 4: "tư" if tens > 1 else "bốn", 5: "lăm"}.get(units, _DIGITS[units])
    return f"{head} {tail}"
