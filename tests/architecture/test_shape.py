"""Every app has the same file names, and no file hides behind a name that says nothing."""

from pathlib import Path

import pytest

from tests.architecture.source import PACKAGE, apps, python_files, short

ALLOWED_FILES = {
    "__init__.py", "states.py", "events.py", "errors.py", "types.py", "models.py", "selectors.py", "policies.py", "services.py",
    "forms.py", "schemas.py", "views.py", "api.py", "urls.py", "tasks.py", "subscriptions.py", "indicators.py", "admin.py", "apps.py",
}  # fmt: skip
ALLOWED_FOLDERS = {
    "models", "selectors", "services", "views", "api", "management", "adapters", "templates", "static", "migrations", "templatetags",
    "tests", "__pycache__", "fonts",
}  # fmt: skip
EMPTY_NAMES = {"utils", "helpers", "common", "misc", "base", "manager", "managers", "handler", "handlers", "data", "info"}


@pytest.mark.parametrize("app", apps(), ids=lambda app: f"{app.parent.name}.{app.name}")
def test_an_app_holds_only_the_agreed_files(app: Path) -> None:
    surplus = [entry.name for entry in app.iterdir() if entry.name not in (ALLOWED_FOLDERS if entry.is_dir() else ALLOWED_FILES)]
    assert not surplus, f"{short(app)}: {surplus}"


@pytest.mark.parametrize("app", apps(), ids=lambda app: f"{app.parent.name}.{app.name}")
def test_an_app_says_what_it_owns_and_its_door(app: Path) -> None:
    text = (app / "__init__.py").read_text(encoding="utf-8").strip().strip('"').strip()
    lines = text.splitlines()
    assert 2 <= len(lines) <= 10, f"{short(app)}: {len(lines)} lines"
    assert "own" in text.lower(), f"{short(app)} does not say what it owns and what not"
    assert "Door" in text or app.parent.name == "surfaces", f"{short(app)} does not say what its door is"


def test_no_module_has_an_empty_name() -> None:
    wrong = [short(path) for path in python_files(tests=True) if path.stem in EMPTY_NAMES or path.parent.name in EMPTY_NAMES]
    assert not wrong, wrong


def test_a_file_and_a_folder_of_one_name_do_not_compete() -> None:
    wrong = [short(path) for path in python_files() if path.with_suffix("").is_dir() and path.name != "__init__.py"]
    assert not wrong, wrong


def test_every_group_is_read() -> None:
    """Guards the tests above: with no app found they could not fail."""
    assert {app.parent.name for app in apps()} == {"surfaces", "capabilities", "registries", "foundation"}
    assert PACKAGE.exists()
