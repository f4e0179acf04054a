"""The examples of rules as documents, with what each says is known beside it."""

import json
from collections.abc import Sequence

from dclint import evidence
from dclint.document import Document
from dclint.drift import differences
from dclint.evidence import Evidence
from dclint.pointer import Json
from dclint.rule import Example
from dclint.weighing import Judges, Raw


def document(example: Example, text: str | None = None) -> Document:
    """Return an example, or another text in its place."""
    content = (example.text if text is None else text).encode(example.encoding)
    return _beside(example, Document(example.file, content))


def edited(example: Example, beside: Sequence[Raw], number: int, raw: Raw) -> Document:
    """Return an example in which one connector is another, among those that stood beside it."""
    data: Json = [*beside[:number], raw, *beside[number + 1 :]] if beside else raw
    return _beside(example, Document("mutant.json", json.dumps(data).encode()))


def _beside(example: Example, document: Document) -> Document:
    if example.against is not None:
        other = Document("against.yaml", example.against)
        document.evidence = Evidence(differences=differences(document, other, Judges()))
    elif example.evidence:
        document.evidence = evidence.read(example.evidence)
    return document
