"""The rules that dclint ships and those of the user, and which of them to run."""

from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from dclint.config import Config
from dclint.document import Document
from dclint.errors import ConfigError, RuleError
from dclint.pointer import Pointer
from dclint.rule import Rule
from dclint.suggest import nearest

_PACKAGED = Path(__file__).parent / "rules"
_CHECKOUT = Path(__file__).parents[2] / "rules"


def builtin_folder() -> Path:
    """Return the folder of the rules that dclint ships: in the wheel, or in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def load(folders: Iterable[str] = ()) -> dict[str, Rule]:
    """Load the shipped rules and those in `folders`, by name, in alphabetical order.

    Raises RuleError if a file is no rule, or if two rules have one name.
    """
    rules = {rule.name: rule for rule in map(_read, sorted(builtin_folder().glob("*.yaml")))}
    for folder in folders:
        if not Path(folder).is_dir():
            raise RuleError(f"{folder}: there is no such folder of rules")
        for path in sorted(Path(folder).glob("*.yaml")):
            rule = _read(path)
            if rule.name in rules:
                raise RuleError(f"{path}: there is a rule `{rule.name}` already")
            if rule.check is not None:
                raise RuleError(f"{path}: only built-in rules may have a `check`; use `given`")
            rules[rule.name] = rule
    return dict(sorted(rules.items()))


def select(rules: dict[str, Rule], config: Config) -> list[Rule]:
    """Choose the rules that `config` wants, in alphabetical order.

    Raises ConfigError if it names a rule or category that does not exist.
    """
    chosen = expand(config.select, rules) if config.select else set(rules)
    chosen -= expand(config.ignore, rules)
    for patterns in config.per_file_ignores.values():
        expand(patterns, rules)
    for name in (*config.severity, *config.options):
        expand((name,), rules)
    for name, options in config.options.items():
        for option in options:
            if option not in rules[name].options:
                raise ConfigError(unknown(f"option of `{name}`", option, rules[name].options))
    return [
        rule
        for name, rule in rules.items()
        if name in chosen and (name in config.select or config.profile.includes(rule.profile))
    ]


def expand(names: Iterable[str], rules: dict[str, Rule]) -> set[str]:
    """Replace categories by the rules in them.  Raises ConfigError for an unknown name."""
    found: set[str] = set()
    categories = {rule.category for rule in rules.values()}
    for name in names:
        if name in rules:
            found.add(name)
        elif name in categories:
            found.update(rule.name for rule in rules.values() if rule.category == name)
        else:
            raise ConfigError(unknown("rule or category", name, {*rules, *categories}))
    return found


def unknown(kind: str, name: str, known: Iterable[str]) -> str:
    """Say that there is no such thing, and what was probably meant."""
    guess = nearest(name, known, within=4)
    return f"unknown {kind} `{name}`" + (f"; did you mean `{guess}`?" if guess else "")


def _read(path: Path) -> Rule:
    try:
        document = Document(path.name, path.read_bytes())
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror}") from None
    if document.problems:
        problem = document.problems[0]
        line, _ = document.position(problem.span.start)
        raise RuleError(f"{path}:{line}: {problem.message}")
    if not isinstance(document.data, dict):
        raise RuleError(f"{path}:1: a rule is a mapping")
    try:
        return Rule.model_validate({"name": path.stem, **document.data})
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        line = _line(document, detail["loc"])
        where = ".".join(map(str, detail["loc"]))
        raise RuleError(f"{path}:{line}: `{where}`: {detail['msg']}") from None


def _line(document: Document, at: Pointer) -> int:
    """The line of the nearest thing that exists on the way to `at`."""
    for depth in range(len(at), -1, -1):
        try:
            return document.position(document.locate(at[:depth], on_key=depth > 0).start)[0]
        except (LookupError, TypeError):
            continue
    return 1
