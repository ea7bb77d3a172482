"""What a start still has to load."""

from pathlib import Path

from sen.config.instance import Instance
from sen.config.loading import LOAD_STEPS, steps_for
from tests.factories import MONDAY


def names(*, empty: bool = False, late: bool = False, done: tuple[str, ...] = ()) -> list[str]:
    return [step.command for step in steps_for(empty=empty, late=late, done=list(done))]


def test_late_steps_wait_for_the_first_page_and_the_others_do_not() -> None:
    assert set(names()) | set(names(late=True)) == {step.command for step in LOAD_STEPS}
    assert not set(names()) & set(names(late=True))
    assert names(late=True) == ["load_demo_dossiers", "load_demo_documents", "load_demo_drafts", "load_demo_workfiles", "load_registry"]


def test_an_empty_installation_gets_no_invented_people() -> None:
    assert "load_procedures" in names(empty=True)
    assert not {"load_people", "load_officers"} & set(names(empty=True))
    assert names(empty=True, late=True) == []


def test_finished_steps_are_not_repeated() -> None:
    assert "load_units" not in names(done=("load_units",))


def test_an_installation_begun_empty_stays_empty(tmp_path: Path) -> None:
    Instance(tmp_path).open("dongthap-2025", MONDAY.date(), empty=True)
    assert Instance(tmp_path).open(None, MONDAY.date()).empty
