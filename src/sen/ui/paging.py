"""Lists in pages: one row more than a page is read, so that the next page is known without counting a million rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, overload

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

PAGE_SIZE = 25
_MAX_PAGE = 10_000


class Rows(Protocol[T_co]):
    """Anything that can be cut: a queryset or a sequence."""

    @overload
    def __getitem__(self, index: int, /) -> T_co: ...
    @overload
    def __getitem__(self, index: slice, /) -> "Rows[T_co]": ...
    def __iter__(self) -> Iterator[T_co]:
        """Go through the rows."""
        ...


@dataclass(frozen=True, slots=True)
class ListPage(Generic[T]):
    """One page of a list; ``total`` is None when nobody counted."""

    items: Sequence[T]
    number: int
    size: int
    more: bool
    total: int | None = None

    def __iter__(self) -> Iterator[T]:
        """Go through the items of the page."""
        return iter(self.items)

    def __len__(self) -> int:
        """How many items the page holds."""
        return len(self.items)

    @property
    def start(self) -> int:
        """Place of the first item in the whole list, counted from 1; 0 on an empty page."""
        return (self.number - 1) * self.size + 1 if self.items else 0

    @property
    def end(self) -> int:
        """Place of the last item in the whole list."""
        return (self.number - 1) * self.size + len(self.items)


def page_number(text: str | None) -> int:
    """The page asked for in a query string; 1 when it is missing, no number or out of bounds."""
    return min(max(int(text), 1), _MAX_PAGE) if text and text.isascii() and text.isdigit() else 1


def list_page(rows: Rows[T], number: int | str | None = 1, size: int = PAGE_SIZE, total: int | None = None) -> ListPage[T]:
    """Cut one page out of the rows with one query."""
    place = number if isinstance(number, int) else page_number(number)
    start = (place - 1) * size
    found = list(rows[start : start + size + 1])
    return ListPage(found[:size], place, size, len(found) > size, total)
