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
from dclint.base.suggestions import describe_unknown_name
from dclint.base.toml_files import read_small_file
from dclint.config.settings import validate_settings
from dclint.document import Document
from dclint.errors import ConfigError, RuleError
from dclint.model.connector import Connector
from dclint.ruleset.declarative import RuleProblem, find_rule_problem
from dclint.ruleset.rule import Example, Option, Reference, Rule

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")  # what a rule may be called

# What only the rules that dclint ships may say; a rule's name is that of its file.
BUILTIN_ONLY_KEYS = ("name", "scope", "options", "reads", "evidence")

_PARTS: dict[str, type[Reference | Option | Example]] = {
    "references": Reference,
    "options": Option,
    "bad": Example,
    "good": Example,
}


def read_rule(path: Path, *, is_own: bool = False) -> Rule:
    """Read a rule file; a rule of one's own is declarative and looks at one connector.

    Raises RuleError, naming file and line, if the file is no rule.
    """
    document = _read_document(path)
    data = document.data
    found = next(_find_misplaced_keys(data, is_own=is_own), None) or _validate_rule(path.stem, data)
    if isinstance(found, Rule):
        found = next(_find_faults(found, is_own=is_own), found)
    if isinstance(found, RuleProblem):
        raise RuleError(f"{path}:{_find_line(document, found.at)}: {found.message}")
    return found


def _read_document(path: Path) -> Document:
    try:
        document = Document(path.name, read_small_file(path))
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


def _find_misplaced_keys(data: Json, *, is_own: bool) -> Iterator[RuleProblem]:
    """Yield what no rule may have, or none but those that dclint ships."""
    if not isinstance(data, dict):
        yield RuleProblem((), "a rule is one mapping")
        return
    if "name" in data:
        yield RuleProblem(("name",), "a rule has no `name`: it is called as its file is")
    for member in BUILTIN_ONLY_KEYS if is_own else ():
        if member in data:
            yield RuleProblem((member,), f"a rule of one's own has no `{member}`")
    for at, number in _list_numbers(data):
        if not isfinite(number):
            yield RuleProblem(at, "a number in it is infinite or none at all")


def _list_numbers(value: Json, at: Pointer = ()) -> Iterator[tuple[Pointer, float]]:
    match value:
        case float():
            yield at, value
        case dict():
            for key, item in value.items():
                yield from _list_numbers(item, (*at, key))
        case list():
            for index, item in enumerate(value):
                yield from _list_numbers(item, (*at, index))
        case _:
            pass


def _validate_rule(name: str, data: dict[str, Json]) -> Rule | RuleProblem:
    from pydantic import ValidationError

    text = json.dumps({"name": name, **data})  # as JSON, in which pydantic can be strict
    try:
        rule: Rule = _rule_adapter().validate_json(text, strict=True)
    except ValidationError as error:
        details = error.errors(include_url=False)
        details.sort(key=lambda detail: detail["type"] == "missing")  # a misspelt key is the cause
        return _explain_error(details[0], data)
    return rule


@cache
def _rule_adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Rule)


def _explain_error(detail: Any, data: dict[str, Json]) -> RuleProblem:
    """Put pydantic's error into a sentence."""
    at: Pointer = detail["loc"]
    match detail["type"]:
        case "missing":
            return RuleProblem(at, f"`{_format_key(at)}` is missing")
        case "unexpected_keyword_argument":
            known = [field.name for field in fields(_PARTS.get(str(at[0]), Rule))]
            return RuleProblem(at, describe_unknown_name("member", str(at[-1]), known))
        case "value_error":
            sentence = str(detail["ctx"]["error"])
            named = re.search("`(.+?)`", sentence)
            return RuleProblem((*at, named[1]) if named else at, sentence)
        case _:
            at = _shorten_to_existing(data, at)
            return RuleProblem(
                at, f"`{_format_key(at)}`: {detail['msg'][0].lower()}{detail['msg'][1:]}"
            )


def _format_key(at: Pointer) -> str:
    return ".".join(map(str, at))


def _shorten_to_existing(data: Json, at: Pointer) -> Pointer:
    """Follow a pydantic location as far as it names members; the rest names arms of a union."""
    for depth, step in enumerate(at):
        try:
            data = data[step]
        except (LookupError, TypeError):
            return at[:depth]
    return at


def _find_faults(rule: Rule, *, is_own: bool) -> Iterator[RuleProblem]:
    """Yield what is wrong with a rule although every field of it has the right type."""
    if is_own and not rule.is_declarative:
        sentence = "a rule says by `given` where to look, by `schema` what must be there"
        yield RuleProblem(("given",), sentence)
    if rule.given is not None and (found := find_rule_problem(rule)):
        yield found
    for index, name in enumerate(rule.needs):
        if name not in Connector.model_fields:
            known = Connector.model_fields
            yield RuleProblem(
                ("needs", index), describe_unknown_name("member of a connector", name, known)
            )
    for kind, examples in (("bad", rule.bad), ("good", rule.good)):
        for index, example in enumerate(examples):
            yield from _wrong_example((kind, index), example)


def _wrong_example(at: Pointer, example: Example) -> Iterator[RuleProblem]:
    try:
        example.text.encode(example.encoding)
    except (LookupError, UnicodeError):
        sentence = f"`{_format_key(at)}`: its text cannot be written in `{example.encoding}`"
        yield RuleProblem((*at, "encoding"), sentence)
    if example.config:
        try:
            validate_settings(example.config, f"`{_format_key(at)}`")
        except ConfigError as error:
            yield RuleProblem((*at, "config"), str(error))


def _find_line(document: Document, at: Pointer) -> int:
    """Return the line of the nearest thing that exists on the way to `at`."""
    for depth in range(len(at), 0, -1):
        try:
            return document.line_column(document.locate_value(at[:depth], on_key=True).start)[0]
        except (LookupError, TypeError):
            continue
    return 1
