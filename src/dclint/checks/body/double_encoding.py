"""Bodies that are JSON within JSON."""

import json
from collections.abc import Iterator

from dclint.analysis.json_body import find_body_place
from dclint.edits.edit import Rewrite, suggest_unsafe_fix
from dclint.findings.hit import Hit
from dclint.model.connector import Connector
from dclint.ruleset.rule import Outcome
from dclint.syntax.json_body import parse_json_template
from dclint.syntax.template import find_placeholders


def double_encoded_body(connector: Connector) -> Iterator[Outcome]:
    """Report a body that is one JSON string, in which there is an object or an array."""
    place = find_body_place(connector)
    if place is None or not place.text.lstrip().startswith('"'):
        return
    inner = _decode_string(place.text)
    if inner is None:
        return
    value = parse_json_template(inner, find_placeholders(inner))
    if isinstance(value, dict | list):
        kind = "object" if isinstance(value, dict) else "array"
        yield Hit(
            message=f"The body is a text in quotes that holds a JSON {kind}, so the service "
            "gets a text",
            at=("body",),
            remedy="remove the outer quotes and the backslashes",
            suggested_fix=suggest_unsafe_fix(Rewrite(("body",), inner)),
        )


def _decode_string(text: str) -> str | None:
    """Return what a JSON string says; None if the text is something else."""
    try:
        value = json.loads(text)
    except ValueError:
        return None
    return value if isinstance(value, str) else None
