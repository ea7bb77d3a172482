"""Only services write, only edges read the clock, imports stand at the top."""

import ast
from pathlib import Path

from tests.architecture.source import GROUPS, PACKAGE, called, functions, python_files, role_of, short, tree

READERS = {"selectors", "policies", "views", "api", "forms", "indicators", "templatetags"}
WRITES = {"create", "bulk_create", "get_or_create", "update_or_create", "bulk_update"}
EDGES = {"views", "api", "tasks", "subscriptions", "management", "templatetags", "apps", "urls", "forms"}
CLOCK = {"clock.now", "clock.today", "timezone.now", "timezone.localdate", "dt.datetime.now", "dt.date.today", "datetime.now", "date.today"}
# The queue hands ``now`` to every periodic task: there it is the edge.
CLOCK_KEEPERS = {"src/sen/foundation/jobs/services.py"}


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]


def test_only_services_write() -> None:
    wrong = []
    for path in python_files():
        if role_of(path) in READERS:
            for call in calls(path):
                name = called(call)
                last = name.rpartition(".")[2]
                on_table = ".objects" in name and last in {"update", "delete"}
                if on_table or last in WRITES or (last == "save" and not call.args and not name.endswith("session.save")):
                    wrong.append(f"{short(path)}:{call.lineno} {name}")
    assert not wrong, "\n".join(wrong)


def test_only_edges_read_the_clock() -> None:
    wrong = []
    for path in python_files():
        group = path.relative_to(PACKAGE).parts[0]
        if group in GROUPS and role_of(path) not in EDGES and short(path) not in CLOCK_KEEPERS:
            wrong += [f"{short(path)}:{call.lineno} {called(call)}" for call in calls(path) if called(call) in CLOCK]
    assert not wrong, "\n".join(wrong)


def test_a_use_case_is_keyword_only_and_takes_now() -> None:
    wrong = []
    for path in python_files():
        if role_of(path) != "services":
            continue
        for node in tree(path).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                positional = {argument.arg for argument in [*node.args.posonlyargs, *node.args.args]}
                if "actor" in positional:
                    wrong.append(f"{short(path)}:{node.lineno} {node.name}: actor is positional")
    assert not wrong, "\n".join(wrong)


def test_models_do_not_orchestrate() -> None:
    wrong = [
        f"{short(path)}:{function.lineno} {function.name}"
        for path in python_files()
        if role_of(path) == "models"
        for function in functions(path)
        if function.name in {"save", "delete", "full_clean"}
    ]
    assert not wrong, wrong


def test_there_are_no_model_signals() -> None:
    names = ("pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed")
    wrong = [short(path) for path in python_files() if any(name in path.read_text(encoding="utf-8") for name in names)]
    assert not wrong, wrong


def test_services_do_not_know_http() -> None:
    wrong = []
    for path in python_files():
        if role_of(path) in {"services", "selectors", "policies", "models"}:
            for node in ast.walk(tree(path)):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(
                    ("django.http", "django.shortcuts", "sen.ui.responses")
                ):
                    wrong.append(f"{short(path)}:{node.lineno} {node.module}")
    assert not wrong, "\n".join(wrong)


def test_broad_catches_stand_only_at_process_boundaries() -> None:
    boundaries = {"src/sen/foundation/jobs/services.py"}
    wrong = []
    for path in python_files():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"}):
                if short(path) not in boundaries:
                    wrong.append(f"{short(path)}:{node.lineno}")
    assert not wrong, "\n".join(wrong)
