"""The source tree as the architecture tests see it."""

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "sen"
GROUPS = ("surfaces", "capabilities", "registries", "foundation")
SKIPPED = {
    ".venv",
    ".git",
    "var",
    "data",
    "node_modules",
    "__pycache__",
    "vendor",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".hypothesis",
}
DOOR = ("services", "selectors", "policies", "events", "errors", "states", "types")


def apps() -> list[Path]:
    """Every app folder of the four groups."""
    return [app for group in GROUPS for app in sorted((PACKAGE / group).iterdir()) if (app / "__init__.py").exists()]


def python_files(*, tests: bool = False) -> list[Path]:
    """Python files of the package, without migrations; without tests unless asked."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE).parts
        if "migrations" not in parts and (tests or "tests" not in parts):
            found.append(path)
    return found


def templates() -> list[Path]:
    """Every template."""
    return sorted(path for path in PACKAGE.rglob("templates/**/*") if path.is_file())


@cache
def tree(path: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of the file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def role_of(path: Path) -> str:
    """The file's name in the app's closed list: ``services`` for services.py and for services/intake.py."""
    parts = path.relative_to(PACKAGE).parts
    return Path(parts[2]).stem if len(parts) > 2 and parts[0] in GROUPS else ""


def called(node: ast.Call) -> str:
    """The dotted text of what a call calls."""
    return ast.unparse(node.func)


def short(path: Path) -> str:
    """The path from the root of the project."""
    return path.relative_to(ROOT).as_posix()


@cache
def tracked_files() -> tuple[Path, ...]:
    """Text files of the project outside data, environments and instances."""
    kinds = {
        ".py",
        ".md",
        ".toml",
        ".html",
        ".css",
        ".js",
        ".txt",
        ".yml",
        ".yaml",
        ".cfg",
        ".ini",
        ".lock",
        ".service",
        ".conf",
        ".typ",
        ".sh",
        "",
    }
    found = []
    for folder, inner, names in os.walk(ROOT):
        inner[:] = [name for name in inner if name not in SKIPPED]
        found += [Path(folder) / name for name in names if Path(name).suffix in kinds]
    return tuple(sorted(path for path in found if path.is_file() and path.stat().st_size < 2_000_000))
