"""Who may import whom: portal → convention, signatories, events; signatories → convention; everyone → portal.kit."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "convention", "signatories", "events")
ALLOWED = {
    "kit": set(),
    "portal": {"kit", "convention", "signatories", "events"},
    "signatories": {"kit", "convention"},
    "convention": {"kit"},
    "events": {"kit"},
}


def room(module: str) -> str | None:
    """The room of the house that a dotted name belongs to, or None for other people's code."""
    if module == "portal.kit" or module.startswith("portal.kit."):
        return "kit"
    top = module.split(".")[0]
    return top if top in APPS else None


def imports(tree: ast.AST):
    """Every (line, dotted name) that a module imports, at its top or inside a function."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: a relative import hides where it goes"
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)


def faults(source: str, home: str) -> list[str]:
    return [
        f"line {line}: {home} imports {name}"
        for line, name in imports(ast.parse(source))
        if (there := room(name)) and there != home and there not in ALLOWED[home]
    ]


FILES = sorted(p for app in APPS for p in (ROOT / app).rglob("*.py") if "tests" not in p.relative_to(ROOT).parts)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_import_goes_one_way(path):
    home = room(".".join(path.relative_to(ROOT).with_suffix("").parts))
    assert faults(path.read_text(encoding="utf-8"), home) == []


@pytest.mark.parametrize(
    ("home", "line"),
    [
        ("convention", "from signatories.models import Signature"),
        ("convention", "import portal.settings"),
        ("events", "from convention import models"),
        ("signatories", "def f():\n    from events.models import Event"),
        ("kit", "from portal import middleware"),
    ],
)
def test_wrong_direction_is_seen(home, line):
    assert len(faults(line, home)) == 1
