"""Print figures about the shape of the source code; `make shape` runs it.

They are signs, not the aim: what each of them should be is in docs/architecture.md.
"""

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from radon.complexity import cc_visit

SOURCE = Path(__file__).parents[1] / "src" / "dclint"
_LONG = 40
_COMPLEX = 10
_LAYOUT = {
    tokenize.NL,
    tokenize.NEWLINE,
    tokenize.INDENT,
    tokenize.DEDENT,
    tokenize.ENDMARKER,
    tokenize.COMMENT,
}


@dataclass(frozen=True)
class Module:
    """One source file."""

    name: str
    text: str
    tree: ast.Module

    @property
    def box(self) -> str:
        """The package, or the flat module, to which it belongs."""
        return self.name.split(".")[1] if "." in self.name else self.name


def main(source: Path) -> None:
    """Print one figure a line."""
    modules = list(read_modules(source))
    for name, value in measure(modules).items():
        print(f"{name:48}{value}")


def read_modules(source: Path) -> Iterator[Module]:
    """Yield every module below `source`."""
    for path in sorted(source.rglob("*.py")):
        relative = path.relative_to(source.parent).with_suffix("")
        parts = relative.parts[:-1] if path.name == "__init__.py" else relative.parts
        text = path.read_text("utf-8")
        yield Module(".".join(parts), text, ast.parse(text))


def measure(modules: list[Module]) -> dict[str, str]:
    """Return the figures as text, by name."""
    functions = [node for module in modules for node in list_functions(module)]
    names = [node.name.strip("_") for node in functions if not node.name.startswith("__")]
    lines = sum(module.text.count("\n") for module in modules)
    one_word = sum("_" not in name for name in names)
    long = sum((node.end_lineno or 0) - node.lineno >= _LONG for node in functions)
    tokens, code_lines, comments = count_tokens(modules)
    classes = Counter(
        node.name
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
    )
    graph = draw_graph(modules)
    packages = {module.box for module in modules if module.name.count(".") > 1}
    return {
        "flat modules": str(len(graph.keys() - packages)),
        "packages": str(len(packages)),
        "levels of packages": str(count_levels(graph)),
        "source lines": f"{lines:,}",
        "modules outside checks that import from it": str(count_users_of_checks(modules)),
        "imports between categories of checks": str(count_imports_between_categories(modules)),
        "class names with two meanings": str(sum(count > 1 for count in classes.values())),
        "modules that write to a Report": str(count_report_writers(modules)),
        "writes to __dict__": str(sum(count_dict_writes(module) for module in modules)),
        "functions": f"{len(names):,}",
        "one-word function names": f"{one_word / len(names):.0%}",
        "mean length of function names": f"{sum(map(len, names)) / len(names):.1f}",
        "tokens a code line": f"{tokens / code_lines:.2f}",
        "functions with complexity over 10": str(count_complex(modules)),
        "functions over 40 lines": f"{long / len(functions):.1%}",
        "comments a line": f"{comments / lines:.1%}",
    }


def list_functions(module: Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method, nested ones too."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def count_tokens(modules: list[Module]) -> tuple[int, int, int]:
    """Return tokens of code, lines that hold some, and comments; docstrings are neither."""
    tokens = comments = 0
    lines = 0
    for module in modules:
        texts = list_text_lines(module.tree)
        used: set[int] = set()
        for token in tokenize.generate_tokens(io.StringIO(module.text).readline):
            comments += token.type == tokenize.COMMENT
            if token.type not in _LAYOUT and token.start[0] not in texts:
                tokens += 1
                used.update(range(token.start[0], token.end[0] + 1))
        lines += len(used)
    return tokens, lines, comments


def list_text_lines(tree: ast.Module) -> set[int]:
    """Return the lines of docstrings, those of fields included."""
    return {
        line
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
        for line in range(node.lineno, (node.end_lineno or node.lineno) + 1)
    }


def list_imports(module: Module) -> set[str]:
    """Return the names of dclint's modules that a module imports, also within functions."""
    found = set()
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("dclint"):
            found |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def draw_graph(modules: list[Module]) -> dict[str, set[str]]:
    """Return each package or flat module with those that it imports from."""
    boxes = {module.box for module in modules} - {"dclint"}
    graph: dict[str, set[str]] = {box: set() for box in boxes}
    for module in modules:
        if module.box in graph:
            names = {name.split(".")[1] for name in list_imports(module) if "." in name}
            graph[module.box] |= (names & boxes) - {module.box}
    return graph


def count_levels(graph: dict[str, set[str]]) -> int:
    """Return how many boxes the longest chain of imports has.  Raises RecursionError on a cycle."""

    @cache
    def count_from(box: str) -> int:
        return 1 + max(map(count_from, graph[box]), default=0)

    return max(map(count_from, graph))


def count_users_of_checks(modules: list[Module]) -> int:
    """Return how many modules outside `checks` import from it."""
    return sum(
        any(name.startswith("dclint.checks") for name in list_imports(module))
        for module in modules
        if module.box != "checks"
    )


def count_imports_between_categories(modules: list[Module]) -> int:
    """Return how many modules of one category of checks import from another."""
    return sum(
        any(
            name.startswith("dclint.checks.")
            and not f"{name}.".startswith(".".join(module.name.split(".")[:3]) + ".")
            for name in list_imports(module)
        )
        for module in modules
        if module.box == "checks"
    )


def count_report_writers(modules: list[Module]) -> int:
    """Return how many modules make a Report or assign to an attribute of one."""

    def writes_report(node: ast.AST) -> bool:
        if isinstance(node, ast.Call):
            return isinstance(node.func, ast.Name) and node.func.id == "Report"
        if not isinstance(node, ast.Attribute) or not isinstance(node.ctx, ast.Store):
            return False
        return ast.unparse(node.value) in ("report", "self.report", "self._report")

    return sum(any(map(writes_report, ast.walk(module.tree))) for module in modules)


def count_dict_writes(module: Module) -> int:
    """Return how often something is stored in the `__dict__` of an object."""
    return sum(
        isinstance(node, ast.Subscript)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Attribute)
        and node.value.attr == "__dict__"
        for node in ast.walk(module.tree)
    )


def count_complex(modules: list[Module]) -> int:
    """Return how many functions have a cyclomatic complexity over 10, as radon counts it."""
    blocks = [block for module in modules for block in cc_visit(module.text)]
    return sum(block.letter in "FM" and block.complexity > _COMPLEX for block in blocks)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else SOURCE)
