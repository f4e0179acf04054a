"""The rules that dclint ships and those of the user, and which of them to run."""

import json
import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from dclint.config import Config, read_small
from dclint.connector import Connector
from dclint.document import Document
from dclint.errors import ConfigError, RuleError
from dclint.pointer import Json, Pointer
from dclint.rule import Rule, Scope, trusted
from dclint.suggest import nearest

_PACKAGED = Path(__file__).parent / "rules"
_CHECKOUT = Path(__file__).parents[2] / "rules"

_NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")

INDEX = "index.json"
"""The shipped rules with their first examples, made when the wheel is built: reading it takes a
tenth of the time that the YAML files take, and the hook starts for every commit."""


def builtin_folder() -> Path:
    """Return the folder of the rules that dclint ships: in the wheel, or in a checkout."""
    return _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


def load(folders: Iterable[str] = ()) -> dict[str, Rule]:
    """Load the shipped rules and those in `folders`, by name, in alphabetical order.

    Shipped rules may come with their first examples only; `read` has all of them.
    Raises RuleError if a file is no rule, or if two rules have one name.
    """
    rules = _builtin()
    for folder in folders:
        if not Path(folder).is_dir():
            raise RuleError(f"{folder}: there is no such folder of rules")
        for path in sorted(p for p in Path(folder).iterdir() if p.suffix in (".yaml", ".yml")):
            rule = read(path)
            if fault := _fault(rule, path, rules):
                raise RuleError(f"{path}: {fault}")
            rules[rule.name] = rule
    return dict(sorted(rules.items()))


def in_folder(folder: str) -> list[Rule]:
    """Read the rules in one folder with their examples; the shipped ones if it is theirs.

    Raises RuleError as `load` does, and if there is no rule in the folder.
    """
    if os.path.realpath(folder) == os.path.realpath(builtin_folder()):
        return [read(path) for path in sorted(builtin_folder().glob("*.yaml"))]
    shipped = _builtin()
    found = [rule for name, rule in load([folder]).items() if name not in shipped]
    if not found:
        raise RuleError(f"{folder}: there is no rule in this folder")
    return found


def _fault(rule: Rule, path: Path, rules: dict[str, Rule]) -> str | None:
    """Say what a rule of one's own may not have; it is declarative and looks at one connector."""
    if path.suffix != ".yaml":
        return "the name of a rule file ends in `.yaml`"
    if rule.name in rules:
        return f"there is a rule `{rule.name}` already"
    if rule.given is None:
        return "a rule of one's own says by `given` where to look"
    if rule.check is not None or rule.options or rule.scope is not Scope.CONNECTOR:
        return "a rule of one's own has no `check`, no `options` and no `scope`"
    for name in {*rule.needs} - Connector.model_fields.keys():
        return unknown("member of a connector in `needs`", name, Connector.model_fields)
    return None


def _builtin() -> dict[str, Rule]:
    index = builtin_folder() / INDEX
    if not index.is_file():
        return {path.stem: read(path) for path in sorted(builtin_folder().glob("*.yaml"))}
    return {entry["name"]: trusted(entry) for entry in json.loads(index.read_text("utf-8"))}


def find(name: str, folders: Iterable[str] = ()) -> Rule:
    """Return one rule with its examples.  Raises ConfigError if there is none of this name."""
    for folder in (builtin_folder(), *map(Path, folders)) if _NAME.fullmatch(name) else ():
        if (folder / f"{name}.yaml").is_file():
            return read(folder / f"{name}.yaml")
    raise ConfigError(unknown("rule", name, load(folders)))


def select(rules: dict[str, Rule], config: Config) -> list[Rule]:
    """Choose the rules that `config` wants, in alphabetical order.

    Raises ConfigError if it names a rule, category or option that does not exist.
    """
    chosen = expand(config.select, rules) if config.select else set(rules)
    chosen -= expand(config.ignore, rules)
    for names in config.per_file_ignores.values():
        expand(names, rules)
    for name in (*config.severity, *config.options):
        if name not in rules:
            raise ConfigError(unknown("rule", name, rules))
    for name, options in config.options.items():
        for option in set(options) - set(rules[name].options):
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


def read(path: Path) -> Rule:
    """Read one rule file.  Raises RuleError, naming file and line, if it is not one."""
    try:
        document = Document(path.name, read_small(path))
        json.dumps(document.data, allow_nan=False)
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror or error}") from None
    except ValueError:
        raise RuleError(f"{path}: a number in it is infinite or none at all") from None
    if document.problems:
        problem = document.problems[0]
        raise RuleError(f"{path}:{document.position(problem.span.start)[0]}: {problem.message}")
    if not isinstance(document.data, dict):
        raise RuleError(f"{path}:1: a rule is a mapping")
    if not _NAME.fullmatch(path.stem):
        raise RuleError(f"{path}: a rule's name is words of a-z and 0-9, joined by `-`")
    if "name" in document.data:
        raise RuleError(f"{path}: a rule has no `name`: it is called as its file is")
    return _validated(path, document, {"name": path.stem, **document.data})


def _validated(path: Path, document: Document, data: dict[str, Any]) -> Rule:
    from pydantic import ValidationError

    try:
        rule: Rule = _adapter().validate_python(data)
    except ValidationError as error:
        detail = error.errors(include_url=False)[0]
        at = detail["loc"]
        if detail["type"] != "missing":
            at = _existing(document.data, at)
        key = ".".join(map(str, at))
        place = f"{path}:{_line(document, at)}: " + (f"`{key}`: " if key else "")
        raise RuleError(place + detail["msg"]) from None
    if rule.given is not None:
        from dclint.checks import declarative

        if fault := declarative.fault(rule):
            place = f"{path}:{_line(document, fault.at)}: `{fault.at[0]}`"
            raise RuleError(f"{place}: {fault.sentence}")
    return rule


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Rule)


def _existing(data: Json, at: Pointer) -> Pointer:
    """Follow a pydantic location as far as it names members; the rest names arms of a union."""
    for depth, step in enumerate(at):
        try:
            data = data[step]
        except (LookupError, TypeError):
            return at[:depth]
    return at


def _line(document: Document, at: Pointer) -> int:
    """The line of the nearest thing that exists on the way to `at`."""
    for depth in range(len(at), 0, -1):
        try:
            return document.position(document.locate(at[:depth], on_key=True).start)[0]
        except (LookupError, TypeError):
            continue
    return 1
