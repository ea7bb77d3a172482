"""The port of menus: upper apps register entries in ``AppConfig.ready``; shells ask for those an actor may see."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from sen.kernel import clock
from sen.kernel.actor import ANONYMOUS, Actor, ActorKind, Role
from sen.ui.format import moment_text
from sen.ui.types import MenuItem, MenuSection

THEME_COOKIE = "sen_theme"
CONTRAST_COOKIE = "sen_contrast"
DENSITY_COOKIE = "sen_density"
KEYS_COOKIE = "sen_keys"


class Section(StrEnum):
    """Where an entry stands."""

    PORTAL = "portal"
    SERVICES = "services"
    SUPPORT = "support"
    OPENNESS = "openness"
    WORK = "work"
    LOOKUP = "lookup"
    MANAGE = "manage"
    ACCOUNT = "account"
    ENTRANCE = "entrance"


_LABELS = {
    Section.PORTAL: _("Chính"),
    Section.SERVICES: _("Dịch vụ"),
    Section.SUPPORT: _("Hỗ trợ"),
    Section.OPENNESS: _("Minh bạch"),
    Section.WORK: _("Công việc"),
    Section.LOOKUP: _("Tra cứu"),
    Section.MANAGE: _("Quản lý"),
    Section.ACCOUNT: _("Tài khoản"),
    Section.ENTRANCE: _("Cách đăng nhập khác"),
}
MASTHEAD = (Section.PORTAL,)
FOOTER = (Section.SERVICES, Section.SUPPORT, Section.OPENNESS)
SIDEBAR = (Section.WORK, Section.LOOKUP, Section.MANAGE)
# Those whose whole work is to keep something running find it first.
KEEPERS_SIDEBAR = (Section.MANAGE, Section.WORK, Section.LOOKUP)
_KEEPERS = frozenset({Role.ADMIN, Role.AXIS, Role.CONTROL})


@dataclass(frozen=True, slots=True)
class NavEntry:
    """A menu entry.  Without roles and kinds everybody sees it; ``count`` is asked once for each page that shows it.

    ``count`` may be the dotted name of a function, because an AppConfig cannot import selectors before the models are loaded.
    """

    section: Section
    label: str | Promise
    url_name: str = ""
    icon: str = "chevron-right"
    roles: frozenset[Role] = frozenset()
    kinds: frozenset[ActorKind] = frozenset()
    order: int = 100
    count: Callable[[Actor], int] | str | None = None
    key: str = ""
    post: bool = False
    url: str = ""
    provincial: bool = False
    """Shown to those whose rights bind the whole province only: its administrators and procedure control."""

    def shown_to(self, actor: Actor) -> bool:
        """Whether the actor's kind, roles and reach fit."""
        if self.kinds and actor.kind not in self.kinds:
            return False
        if self.provincial and not (actor.administers_province or actor.is_control):
            return False
        return not self.roles or any(actor.has(role) for role in self.roles)

    def counted_for(self, actor: Actor) -> int | None:
        """How many things wait behind the entry; None when there are none or nobody counts."""
        if not self.count:
            return None
        ask: Callable[[Actor], int] = import_string(self.count) if isinstance(self.count, str) else self.count
        return ask(actor) or None

    def address(self) -> str:
        """Where the entry leads."""
        return self.url or reverse(self.url_name)


@dataclass(frozen=True, slots=True)
class QuickSearch:
    """The search box of the workspace: a GET form that sends ``q``."""

    url_name: str
    placeholder: str | Promise

    def address(self) -> str:
        """Where the box sends its words."""
        return reverse(self.url_name)


class _Registry:
    """What the apps of this installation have registered."""

    def __init__(self) -> None:
        self.entries: list[NavEntry] = []
        self.search: QuickSearch | None = None
        self.homes = {"portal": "", "workspace": ""}
        self.banners: list[str] = []


_registry = _Registry()


def register(entry: NavEntry) -> None:
    """Add a menu entry; the same section and address twice keeps the first."""
    if all((known.section, known.url_name, known.url) != (entry.section, entry.url_name, entry.url) for known in _registry.entries):
        _registry.entries.append(entry)
        _registry.entries.sort(key=lambda known: known.order)


def register_search(url_name: str, placeholder: str | Promise) -> None:
    """Name the view that answers the workspace's search box."""
    _registry.search = QuickSearch(url_name, placeholder)


def register_home(*, portal: str = "", workspace: str = "") -> None:
    """Name the views behind the mark in the corner of each shell."""
    _registry.homes.update({name: view for name, view in (("portal", portal), ("workspace", workspace)) if view})


def register_banner(template: str) -> None:
    """Name a template that stands above the content of every citizens' page; it draws nothing when it has nothing to say."""
    if template not in _registry.banners:
        _registry.banners.append(template)


def registered_entries() -> tuple[NavEntry, ...]:
    """Every entry, for checks."""
    return tuple(_registry.entries)


def entries_for(actor: Actor, sections: tuple[Section, ...] = tuple(Section), path: str = "") -> list[MenuSection]:
    """The sections the actor may see, without empty ones; the entry whose address is the longest start of ``path`` is current."""
    shown = [(entry, entry.address()) for entry in _registry.entries if entry.section in sections and entry.shown_to(actor)]
    here = max((address for _entry, address in shown if _covers(address, path)), key=len, default="")
    menus = []
    for section in sections:
        items = [_item(entry, address, actor, here) for entry, address in shown if entry.section is section]
        if items:
            menus.append(MenuSection(section.value, str(_LABELS[section]), items))
    return menus


def _covers(address: str, path: str) -> bool:
    return path == address or (len(address) > 1 and path.startswith(address.rstrip("/") + "/"))


def _item(entry: NavEntry, address: str, actor: Actor, here: str) -> MenuItem:
    return MenuItem(str(entry.label), address, entry.icon, address == here, entry.counted_for(actor), entry.key, entry.post)


class Shell:
    """What a shell draws around a page; menus are resolved only when a template asks for them."""

    def __init__(self, request: HttpRequest) -> None:
        """Read the person's choices from the request."""
        self._request = request
        self.actor: Actor = getattr(request, "actor", ANONYMOUS)
        cookies = request.COOKIES
        self.theme = cookies.get(THEME_COOKIE, "") if cookies.get(THEME_COOKIE) in ("light", "dark") else ""
        self.contrast = "more" if cookies.get(CONTRAST_COOKIE) == "more" else ""
        self.density = cookies.get(DENSITY_COOKIE, "") if cookies.get(DENSITY_COOKIE) in ("calm", "dense") else ""
        self.keys = "off" if cookies.get(KEYS_COOKIE) == "off" else "on"

    def masthead(self) -> list[MenuSection]:
        """Entries at the top of citizens' pages."""
        return entries_for(self.actor, MASTHEAD, self._request.path)

    def footer(self) -> list[MenuSection]:
        """Entries at the foot of citizens' pages."""
        return entries_for(self.actor, FOOTER)

    def sidebar(self) -> list[MenuSection]:
        """Entries beside officials' pages."""
        keeps = bool(self.actor.grants) and all(grant.role in _KEEPERS for grant in self.actor.grants)
        return entries_for(self.actor, KEEPERS_SIDEBAR if keeps else SIDEBAR, self._request.path)

    def account(self) -> list[MenuItem]:
        """Entries of the person's own menu."""
        return [item for section in entries_for(self.actor, (Section.ACCOUNT,)) for item in section.items]

    def entrances(self) -> list[MenuItem]:
        """Ways to sign in besides log-in name and password."""
        return [item for section in entries_for(self.actor, (Section.ENTRANCE,)) for item in section.items]

    def search(self) -> QuickSearch | None:
        """The workspace's search box."""
        return _registry.search

    def portal_home(self) -> str:
        """Where the mark of citizens' pages leads."""
        return reverse(_registry.homes["portal"]) if _registry.homes["portal"] else "/"

    def workspace_home(self) -> str:
        """Where the mark of officials' pages leads."""
        return reverse(_registry.homes["workspace"]) if _registry.homes["workspace"] else "/"

    def sign_in(self) -> str:
        """The page where people sign in."""
        return str(settings.LOGIN_URL)

    def banners(self) -> tuple[str, ...]:
        """Templates above the content of citizens' pages."""
        return tuple(_registry.banners)

    def clock_notice(self) -> str:
        """The shown time when the clock stands apart from the real one, as in a demonstration; otherwise empty."""
        return moment_text(clock.now()) if clock.clock_shift() else ""


def shell_context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: the shell's parts, and ``shell`` = the fragment template when HTMX asks for a part of the page."""
    partial = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Boosted") != "true"
    return {
        "ui": Shell(request),
        "shell": "ui/fragment.html" if partial else "",
        "actor": getattr(request, "actor", ANONYMOUS),
        "province_name": getattr(settings, "PROVINCE_NAME", "Đồng Tháp"),
    }
