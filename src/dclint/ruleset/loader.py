"""One rule file: what it says, or in one sentence with file and line why it is no rule."""

import json
import re
from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from math import isfinite
from pathlib import Path
from typing import Any

from dclint.base.pointer import Json, Pointer
from dclint.base.suggestions import unknown
from dclint.base.toml_files import read_small
from dclint.config.settings import validate
from dclint.document import Document
from dclint.errors import ConfigError, RuleError
from dclint.model.connector import Connector
from dclint.ruleset.declarative import Fault, fault
from dclint.ruleset.rule import Example, Option, Reference, Rule

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")  # what a rule may be called

# What only the rules that dclint ships may say; a rule's name is that of its file.
OURS = ("name", "scope", "options", "reads", "evidence")

_PARTS: dict[str, type[Reference | Option | Example]] = {
    "references": Reference,
    "options": Option,
    "bad": Example,
    "good": Example,
}


def read(path: Path, *, is_own: bool = False) -> Rule:
    """Read a rule file; a rule of one's own is declarative and looks at one connector.

    Raises RuleError, naming file and line, if the file is no rule.
    """
    document = _document(path)
    data = document.data
    found = next(_misplaced(data, is_own=is_own), None) or _rule(path.stem, data)
    if isinstance(found, Rule):
        found = next(_wrong(found, is_own=is_own), found)
    if isinstance(found, Fault):
        raise RuleError(f"{path}:{_line(document, found.at)}: {found.sentence}")
    return found


def _document(path: Path) -> Document:
    try:
        document = Document(path.name, read_small(path))
    except OSError as error:
        raise RuleError(f"{path}: cannot be read: {error.strerror or error}") from None
    if path.suffix != ".yaml":
        raise RuleError(f"{path}: the name of a rule file ends in `.yaml`")
    if not NAME.fullmatch(path.stem):
        raise RuleError(f"{path}: a rule's name is words of a-z and 0-9, joined by `-`")
    if document.problems:
        problem = document.problems[0]
        raise RuleError(f"{path}:{document.line_column(problem.span.start)[0]}: {problem.message}")
    return document


def _misplaced(data: Json, *, is_own: bool) -> Iterator[Fault]:
    """Yield what no rule may have, or none but those that dclint ships."""
    if not isinstance(data, dict):
        yield Fault((), "a rule is one mapping")
        return
    if "name" in data:
        yield Fault(("name",), "a rule has no `name`: it is called as its file is")
    for member in OURS if is_own else ():
        if member in data:
            yield Fault((member,), f"a rule of one's own has no `{member}`")
    for at, number in _numbers(data):
        if not isfinite(number):
            yield Fault(at, "a number in it is infinite or none at all")


def _numbers(value: Json, at: Pointer = ()) -> Iterator[tuple[Pointer, float]]:
    match value:
        case float():
            yield at, value
        case dict():
            for key, item in value.items():
                yield from _numbers(item, (*at, key))
        case list():
            for index, item in enumerate(value):
                yield from _numbers(item, (*at, index))
        case _:
            pass


def _rule(name: str, data: dict[str, Json]) -> Rule | Fault:
    from pydantic import ValidationError

    text = json.dumps({"name": name, **data})  # as JSON, in which pydantic can be strict
    try:
        rule: Rule = _adapter().validate_json(text, strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
        details.sort(key=lambda detail: detail["type"] == "missing")  # a misspelt key is the cause
        return _explained(details[0], data)
    return rule


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Rule)


def _explained(detail: Any, data: dict[str, Json]) -> Fault:
    """Put pydantic's error into a sentence."""
    at: Pointer = detail["loc"]
    match detail["type"]:
        case "missing":
            return Fault(at, f"`{_key(at)}` is missing")
        case "unexpected_keyword_argument":
            known = [field.name for field in fields(_PARTS.get(str(at[0]), Rule))]
            return Fault(at, unknown("member", str(at[-1]), known))
        case "value_error":
            sentence = str(detail["ctx"]["error"])
            named = re.search("`(.+?)`", sentence)
            return Fault((*at, named[1]) if named else at, sentence)
        case _:
            at = _existing(data, at)
            return Fault(at, f"`{_key(at)}`: {detail['msg'][0].lower()}{detail['msg'][1:]}")


def _key(at: Pointer) -> str:
    return ".".join(map(str, at))


def _existing(data: Json, at: Pointer) -> Pointer:
    """Follow a pydantic location as far as it names members; the rest names arms of a union."""
    for depth, step in enumerate(at):
        try:
            data = data[step]
        except (LookupError, TypeError):
            return at[:depth]
    return at


def _wrong(rule: Rule, *, is_own: bool) -> Iterator[Fault]:
    """Yield what is wrong with a rule although every field of it has the right type."""
    if is_own and not rule.is_declarative:
        sentence = "a rule says by `given` where to look, by `schema` what must be there"
        yield Fault(("given",), sentence)
    if rule.given is not None and (found := fault(rule)):
        yield found
    for index, name in enumerate(rule.needs):
        if name not in Connector.model_fields:
            known = Connector.model_fields
            yield Fault(("needs", index), unknown("member of a connector", name, known))
    for kind, examples in (("bad", rule.bad), ("good", rule.good)):
        for index, example in enumerate(examples):
            yield from _wrong_example((kind, index), example)


def _wrong_example(at: Pointer, example: Example) -> Iterator[Fault]:
    try:
        example.text.encode(example.encoding)
    except (LookupError, UnicodeError):
        sentence = f"`{_key(at)}`: its text cannot be written in `{example.encoding}`"
        yield Fault((*at, "encoding"), sentence)
    if example.config:
        try:
            validate(example.config, f"`{_key(at)}`")
        except ConfigError as error:
            yield Fault((*at, "config"), str(error))


def _line(document: Document, at: Pointer) -> int:
    """Return the line of the nearest thing that exists on the way to `at`."""
    for depth in range(len(at), 0, -1):
        try:
            return document.line_column(document.locate_value(at[:depth], on_key=True).start)[0]
        except (LookupError, TypeError):
            continue
    return 1
