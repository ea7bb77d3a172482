"""Between apps only the door is used, and imports follow the contracts' direction."""

import grimp
import pytest

from tests.architecture.source import DOOR, GROUPS


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    return grimp.build_graph("sen", exclude_type_checking_imports=True)


def app_of(module: str) -> tuple[str, ...]:
    parts = module.split(".")
    return tuple(parts[1:3]) if len(parts) > 2 and parts[1] in GROUPS else (parts[1],) if len(parts) > 1 else ()


def test_another_app_is_entered_only_by_its_door(graph: grimp.ImportGraph) -> None:
    wrong = []
    for importer in graph.modules:
        if ".tests" in importer or ".migrations" in importer:
            continue
        for imported in graph.find_modules_directly_imported_by(importer):
            there = app_of(imported)
            if len(there) < 2 or there == app_of(importer):
                continue
            rest = imported.split(".")[3:]
            if rest and rest[0] not in DOOR:
                wrong.append(f"{importer} imports {imported}")
    assert not wrong, "\n".join(sorted(wrong))


def test_the_door_rule_sees_imports(graph: grimp.ImportGraph) -> None:
    """Guards the test above: with an empty graph it could not fail."""
    crossing = [
        (importer, imported)
        for importer in graph.modules
        for imported in graph.find_modules_directly_imported_by(importer)
        if app_of(importer) != app_of(imported)
    ]
    assert len(crossing) > 50


def test_apps_import_their_own_modules_or_the_layers_below_but_never_config(graph: grimp.ImportGraph) -> None:
    wrong = [
        f"{importer} imports {imported}"
        for importer in graph.modules
        if not importer.startswith("sen.config") and ".tests" not in importer
        for imported in graph.find_modules_directly_imported_by(importer)
        if imported.startswith("sen.config")
    ]
    assert not wrong, "\n".join(sorted(wrong))
