"""Values of contents."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from sen.foundation.contents.states import TextMethod, TextState
from sen.ui.paging import ListPage
from sen.ui.types import TagView


@dataclass(frozen=True, slots=True)
class Reading:
    """What the isolated reader found in some bytes."""

    state: TextState
    method: TextMethod
    text: str = ""
    pages: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One page as a picture."""

    content: bytes
    media_type: str


@dataclass(frozen=True, slots=True)
class PreviewView:
    """What ``contents/preview.html`` shows: a page as a picture with its neighbours, or the text, or a word why neither."""

    name: str
    kind: str
    picture_url: str = ""
    wide_picture_url: str = ""
    alt: str = ""
    pages: ListPage[int] | None = None
    text: str = ""
    note: str = ""
    download_url: str = ""


@dataclass(frozen=True, slots=True)
class SignatureView:
    """One signature of a file in words; ``tag`` says at a glance whether it holds."""

    title: str
    tag: TagView
    signer: str
    signed_at: dt.datetime | None
    timestamped: bool
    findings: Sequence[str] = field(default_factory=tuple)
