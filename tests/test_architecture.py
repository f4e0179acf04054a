"""The shape of the code: who may import whom, and what start-up may cost."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import dclint
from dclint.cli.output import FORMATS

SOURCE = Path(dclint.__file__).parent

LAYERS = (
    "errors",
    "_version",
    "base",
    "syntax",
    "document",
    "model",
    "secrets",
    "edits",
    "findings",
    "config",
    "analysis",
    "ruleset",
    "checks",
    "suppression",
    "engine",
    "fixing",
    "compare",
    "ruletest",
    "sources",
    "report",
    "cli",
)
# Lowest first; a module imports from lower packages, and from its own.

RANKS = {name: rank for rank, name in enumerate(LAYERS)}


def modules() -> list[Path]:
    return [path for path in sorted(SOURCE.rglob("*.py")) if path != SOURCE / "__init__.py"]


def layer_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module)) if module.startswith("dclint."):
                found.add(module.split(".")[1])
            case ast.ImportFrom(module="dclint", names=names):
                found |= {alias.name for alias in names if alias.name in RANKS}
            case _:
                continue
    return found


def relative(path: Path) -> str:
    return str(path.relative_to(SOURCE))


def test_a_module_imports_from_lower_layers_only() -> None:
    assert {layer_of(path) for path in modules()} <= set(RANKS), "every module belongs to a layer"
    wrong = {
        relative(path): names
        for path in modules()
        if (names := {n for n in imported(path) if RANKS[n] > RANKS[layer_of(path)]})
    }
    assert wrong == {}


def imported_modules(path: Path) -> set[str]:
    """The modules of dclint that a file imports, as dotted names."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dclint"):
            found |= {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def test_checks_are_imported_by_their_own_category_only() -> None:
    for path in modules():
        parts = path.relative_to(SOURCE).parts
        is_in_category = parts[0] == "checks" and len(parts) > 2
        own = f"dclint.checks.{parts[1]}." if is_in_category else "none"
        for module in imported_modules(path):
            if module.startswith("dclint.checks"):
                assert f"{module}.".startswith(own), f"{relative(path)} imports {module}"


def test_a_module_is_short_and_its_functions_are() -> None:
    for path in modules():
        if path.name == "unicode_tables.py":
            continue
        text = path.read_text("utf-8")
        assert text.count("\n") <= 300, relative(path)
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.name != "check":
                length = (node.end_lineno or 0) - node.lineno
                assert length < 45, f"{relative(path)}: {node.name}"


def test_only_the_command_line_prints_or_exits() -> None:
    for path in modules():
        if layer_of(path) != "cli":
            tree = ast.parse(path.read_text("utf-8"))
            names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
            assert names.isdisjoint({"print", "exit", "quit"}), relative(path)


def packages_imported_by(*arguments: str) -> set[str]:
    """The top-level packages that are loaded when this command has run."""
    code = (
        "import sys\n"
        "from dclint.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit: pass\n"
        "print('\\n' + ' '.join({name.partition('.')[0] for name in sys.modules}))"
    )
    result = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(result.stdout.splitlines()[-1].split())


HEAVY = {
    "can_ada",
    "httpx",
    "importlib_resources",
    "jinja2",
    "jsonschema",
    "pathspec",
    "pydantic",
    "rapidfuzz",
    "yaml",
}


@pytest.fixture
def connector(tmp_path: Path) -> str:
    file = tmp_path / "connector.json"
    file.write_text('{"name": "Find a shop", "url": "http://api.shopfinder.io/near"}')
    return str(file)


@pytest.mark.process
def test_the_version_loads_click_only() -> None:
    assert packages_imported_by("--version") & HEAVY == set()


@pytest.mark.process
def test_help_loads_click_only() -> None:
    assert packages_imported_by("check", "--help") & HEAVY == set()


@pytest.mark.process
@pytest.mark.parametrize("form", [form for form in FORMATS if form != "html"])
def test_checking_a_json_file_loads_what_it_needs(connector: str, form: str) -> None:
    loaded = packages_imported_by("check", "--isolated", "--format", form, connector)
    assert loaded & HEAVY <= {"pydantic", "yaml"}
