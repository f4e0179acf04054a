"""The examples of rules as documents, with what each says is known beside it."""

import json
from collections.abc import Sequence
from pathlib import Path

from dclint.base.pointer import Json
from dclint.base.toml_files import parse_table
from dclint.compare.diff import find_differences
from dclint.compare.effects import Raw, RiskModel
from dclint.config.settings import validate_settings
from dclint.document import Document
from dclint.engine.lint import lint
from dclint.errors import ConfigError
from dclint.findings.finding import Finding
from dclint.findings.severity import Profile
from dclint.model import context as evidence
from dclint.model.context import Context
from dclint.model.source_item import SourceItem
from dclint.ruleset import registry as ruleset
from dclint.ruleset.rule import Example, Rule


def find_in_example(
    example: Example, text: str, rules: Sequence[Rule], profile: Profile
) -> list[Finding]:
    """Return what `rules` find in an example, or in another text in its place."""
    if Path(example.file).suffix != ".toml":
        config = validate_settings({"profile": profile.value, **example.config}, example.title)
        return lint([make_example_item(example, text)], rules, config).findings
    try:
        config = validate_settings(parse_table(text, Path(example.file)), example.file)
    except ConfigError:  # an edit of settings may be none
        return []
    return lint(
        [SourceItem(Document("connectors.yaml", example.against or ""))], rules, config
    ).findings


def load_rules_beside(example: Example) -> list[Rule]:
    """Return the rules that are run beside the one that is tried."""
    known = ruleset.load_rules() if example.beside else {}
    return [known[name] for name in example.beside]


def make_example_item(example: Example, text: str | None = None) -> SourceItem:
    """Return an example, or another text in its place."""
    content = (example.text if text is None else text).encode(example.encoding)
    return _beside(example, Document(example.file, content))


def make_mutant_item(example: Example, beside: Sequence[Raw], number: int, raw: Raw) -> SourceItem:
    """Return an example in which one connector is another, among those that stood beside it."""
    data: Json = [*beside[:number], raw, *beside[number + 1 :]] if beside else raw
    return _beside(example, Document("mutant.json", json.dumps(data).encode()))


def _beside(example: Example, document: Document) -> SourceItem:
    item = SourceItem(document)
    if example.against is not None:
        other = SourceItem(Document("against.yaml", example.against))
        return SourceItem(document, Context(differences=find_differences(item, other, RiskModel())))
    return (
        SourceItem(document, evidence.parse_context(example.evidence)) if example.evidence else item
    )
