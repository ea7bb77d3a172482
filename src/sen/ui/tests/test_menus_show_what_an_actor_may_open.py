"""The navigation port."""

from collections.abc import Iterator

import pytest
from django.test import RequestFactory

from sen.kernel.actor import ANONYMOUS, Actor, ActorKind, Grant, Role
from sen.ui import navigation
from sen.ui.apps import check_menu
from sen.ui.navigation import NavEntry, Section, entries_for, register, shell_context

HEAD = Actor(ActorKind.OFFICER, account_id=1, name="Lê Văn Hòa", grants=frozenset({Grant(Role.HEAD, 7)}))


@pytest.fixture(autouse=True)
def empty_menu(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(navigation, "_registry", navigation._Registry())
    yield


def labels(actor: Actor, path: str = "") -> list[str]:
    return [item.label for section in entries_for(actor, path=path) for item in section.items]


def test_entries_stand_in_their_order_and_empty_sections_vanish() -> None:
    register(NavEntry(Section.WORK, "Hai", url="/hai/", order=20))
    register(NavEntry(Section.WORK, "Một", url="/mot/", order=10))
    sections = entries_for(HEAD)
    assert [section.label for section in sections] == ["Công việc"]
    assert labels(HEAD) == ["Một", "Hai"]


def test_a_role_or_a_kind_that_does_not_fit_hides_an_entry() -> None:
    register(NavEntry(Section.WORK, "Lãnh đạo", url="/a/", roles=frozenset({Role.LEADER})))
    register(NavEntry(Section.WORK, "Trưởng phòng", url="/b/", roles=frozenset({Role.HEAD})))
    register(NavEntry(Section.WORK, "Công dân", url="/c/", kinds=frozenset({ActorKind.CITIZEN})))
    assert labels(HEAD) == ["Trưởng phòng"]
    assert labels(ANONYMOUS) == []


def test_only_the_closest_address_is_the_current_one() -> None:
    register(NavEntry(Section.WORK, "Hồ sơ", url="/ho-so/"))
    register(NavEntry(Section.WORK, "Mới", url="/ho-so/moi/"))
    items = entries_for(HEAD, path="/ho-so/moi/buoc-2/")[0].items
    assert [(item.label, item.current) for item in items] == [("Hồ sơ", False), ("Mới", True)]


def test_the_front_page_is_current_only_on_itself() -> None:
    register(NavEntry(Section.WORK, "Đầu", url="/"))
    assert not entries_for(HEAD, path="/ho-so/")[0].items[0].current


def test_a_count_is_asked_for_the_actor_and_zero_is_not_shown() -> None:
    register(NavEntry(Section.WORK, "Việc", url="/a/", count=lambda actor: len(actor.grants)))
    register(NavEntry(Section.WORK, "Ký", url="/b/", count=lambda actor: 0))
    assert [item.count for item in entries_for(HEAD)[0].items] == [1, None]


def count_grants(actor: Actor) -> int:
    return 3 * len(actor.grants)


def test_a_count_may_be_named_instead_of_imported() -> None:
    register(NavEntry(Section.WORK, "Việc", url="/a/", count=f"{__name__}.count_grants"))
    assert entries_for(HEAD)[0].items[0].count == 3
    assert check_menu(None) == []


def test_a_count_that_does_not_exist_is_found_at_start() -> None:
    register(NavEntry(Section.WORK, "Hỏng", url="/b/", count=f"{__name__}.nothing"))
    assert [error.id for error in check_menu(None)] == ["ui.E002"]


def test_registering_twice_keeps_one_entry() -> None:
    register(NavEntry(Section.WORK, "Một", url="/a/"))
    register(NavEntry(Section.WORK, "Một", url="/a/"))
    assert labels(HEAD) == ["Một"]


def test_the_shell_counts_nothing_until_a_template_asks() -> None:
    def never(actor: Actor) -> int:
        raise AssertionError("counted")

    register(NavEntry(Section.WORK, "Việc", url="/a/", count=never))
    context = shell_context(RequestFactory().get("/"))
    assert context["ui"].masthead() == []
    with pytest.raises(AssertionError, match="counted"):
        context["ui"].sidebar()


def test_a_fragment_shell_is_used_for_htmx_but_not_for_boosted_pages() -> None:
    factory = RequestFactory()
    assert shell_context(factory.get("/"))["shell"] == ""
    assert shell_context(factory.get("/", headers={"HX-Request": "true"}))["shell"] == "ui/fragment.html"
    assert shell_context(factory.get("/", headers={"HX-Request": "true", "HX-Boosted": "true"}))["shell"] == ""


def test_an_entry_that_leads_nowhere_is_found_at_start() -> None:
    register(NavEntry(Section.WORK, "Hỏng", url_name="nowhere:at-all"))
    register(NavEntry(Section.WORK, "Lành", url_name="ui:gallery"))
    found = check_menu(None)
    assert [error.id for error in found] == ["ui.E001"]
    assert "nowhere:at-all" in found[0].msg
