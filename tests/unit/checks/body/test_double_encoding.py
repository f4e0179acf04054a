"""Bodies that are JSON within JSON."""

import pytest

from dclint.checks.body.double_encoding import double_encoded_body
from dclint.edits.edit import Rewrite
from dclint.findings.hit import Hit
from dclint.model.loader import load_connector
from dclint.model.values import Shape


@pytest.mark.parametrize(
    ("body", "inner"),
    [
        (r'"{\"a\": \"{{s}}\"}"', '{"a": "{{s}}"}'),
        (r'"{\"a\": {{n}}}"', '{"a": {{n}}}'),
        (r'  "[1, 2]" ', "[1, 2]"),
        ('"{}"', "{}"),
    ],
)
def test_json_within_json_is_decoded_once(body: str, inner: str) -> None:
    connector = load_connector({"name": "A", "body": body}, Shape.DEFINITION)
    (found,) = double_encoded_body(connector)
    assert isinstance(found, Hit)
    assert found.at == ("body",)
    assert found.suggested_fix
    assert found.suggested_fix.edits == (Rewrite(("body",), inner),)
    assert not found.suggested_fix.is_safe


@pytest.mark.parametrize(
    "body",
    ['"{{s}}"', '"x"', '"11"', '"{"', '"{}', '{"a": "{}"}', '{"a": 1}', "", "a=1", '""', '"{}" 1'],
)
def test_other_bodies_are_not_reported(body: str) -> None:
    connector = load_connector({"name": "A", "body": body}, Shape.DEFINITION)
    assert list(double_encoded_body(connector)) == []
