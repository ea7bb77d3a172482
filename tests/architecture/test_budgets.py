"""Nothing grows without being looked at: files, functions, services, templates, settings."""

import ast
from pathlib import Path

from tests.architecture.source import PACKAGE, ROOT, functions, python_files, role_of, short, templates, tree

FILE_LINES = 400
FUNCTION_LINES = 40
SERVICE_FUNCTIONS = 12
TEMPLATE_LINES = 150
SETTINGS_LINES = 300


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def code_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from the signature to the end, without the docstring."""
    first = function.body[0]
    docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str)
    told = (first.end_lineno or 0) - first.lineno + 1 if docstring else 0
    return (function.end_lineno or 0) - function.lineno + 1 - told


def test_python_files_stay_readable() -> None:
    wrong = {short(path): lines(path) for path in [*python_files(tests=True), ROOT / "sen"] if lines(path) > FILE_LINES}
    assert not wrong, wrong


def test_functions_fit_on_a_screen() -> None:
    wrong = {
        f"{short(path)}:{function.lineno} {function.name}": length
        for path in python_files()
        for function in functions(path)
        if (length := code_lines(function)) > FUNCTION_LINES
    }
    assert not wrong, wrong


def test_a_service_module_keeps_to_one_topic() -> None:
    wrong = {}
    for path in python_files():
        if role_of(path) == "services":
            public = [node for node in tree(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
            if len(public) > SERVICE_FUNCTIONS:
                wrong[short(path)] = len(public)
    assert not wrong, wrong


def test_templates_stay_readable() -> None:
    wrong = {short(path): lines(path) for path in templates() if path.suffix == ".html" and lines(path) > TEMPLATE_LINES}
    assert not wrong, wrong


def test_settings_stay_readable() -> None:
    wrong = {short(path): lines(path) for path in (PACKAGE / "config" / "settings").glob("*.py") if lines(path) > SETTINGS_LINES}
    assert not wrong, wrong


def test_the_environment_is_read_in_one_place() -> None:
    allowed = ("config/settings/environment.py", "config/command/", "config/programs.py")
    wrong = [
        short(path)
        for path in python_files()
        if not path.relative_to(PACKAGE).as_posix().startswith(allowed) and "os.environ" in path.read_text(encoding="utf-8")
    ]
    # The WSGI entry names the settings module, which cannot be a setting.
    assert wrong == ["src/sen/config/wsgi.py"], wrong
