"""Paths that the settings call public: what is found about reading them does not count."""

import json
from typing import Any

import pytest
from support.items import item
from support.reports import ALL

from dclint.analysis.access.declared import find_declared_path, find_declared_word
from dclint.config.settings import validate_settings
from dclint.engine.lint import lint as run_lint
from dclint.engine.report import Report
from dclint.errors import ConfigError
from dclint.findings.suppression import SuppressionKind
from dclint.syntax.url import parse_url

LOOK_UP: dict[str, Any] = {
    "name": "Find a dossier",
    "http_method": "get",
    "url": "https://api.velowerk.ch/v2/orders/{{number}}",
    "direct_fin_usage": True,
    "audiences": ["visitors"],
    "token_ids": ["4411"],
    "data_inputs": [{"name": "number"}],
}
OPEN = "anonymous-data-access"


def lint(public: list[str], **changes: Any) -> Report:
    never = changes.pop("never_waive", [])
    settings = validate_settings({"access": {"public": public}, "never-waive": never}, "test")
    return run_lint([item("a.json", json.dumps({**LOOK_UP, **changes}))], ALL, settings)


def rules_of(report: Report) -> set[str]:
    return {finding.rule for finding in report.findings}


def test_a_public_path_is_silenced_and_counted() -> None:
    report = lint(["/orders/*"])
    assert OPEN not in rules_of(report)
    [(finding, by)] = [pair for pair in report.list_suppressed() if pair[0].rule == OPEN]
    assert finding.rule == OPEN
    assert by.kind is SuppressionKind.WAIVER
    assert by.reason == "`/orders/*` is public"
    assert report.relaxed_settings == ("`access.public` makes `/orders/*` public",)


def test_another_path_is_not() -> None:
    assert OPEN in rules_of(lint(["/countries/*", "/order/*", "/orders"]))


def test_a_change_of_a_public_path_counts() -> None:
    assert "unauthenticated-write" in rules_of(lint(["/orders/*"], http_method="put"))


def test_what_may_never_be_waived_counts() -> None:
    assert OPEN in rules_of(lint(["/orders/*"], never_waive=[OPEN]))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ({"public": ["countries"]}, "`countries` is not a path: write `/countries/*`"),
        ({"public": ["/*"]}, "the pattern `/*` fits everything"),
        ({"records": [""]}, "the pattern `` fits everything"),
        ({"person": ["a"]}, "unknown key `access.person`; did you mean `persons`?"),
        ({"persons": "a"}, "`access.persons`"),
    ],
)
def test_a_pattern_that_cannot_be_meant_is_refused(table: dict[str, Any], message: str) -> None:
    with pytest.raises(ConfigError) as error:
        validate_settings({"access": table}, "dclint.toml")
    assert message in str(error.value)


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("/countries/*", "/v1/countries/{{code}}", True),
        ("/countries/*", "/v1/countries/{{code}}/", True),
        ("/countries/*", "/v1/countries", False),
        ("/countries/*", "/v1/countries/{{code}}/towns", False),
        ("/Countries/*/towns", "/countries/{{code}}/towns", True),
        ("countries/*", "/countries/7", True),
        ("/ies/*", "/countries/7", False),
    ],
)
def test_a_path_is_compared_part_by_part_from_its_end(
    pattern: str, path: str, *, fits: bool
) -> None:
    url = parse_url(f"https://api.velowerk.ch{path}")
    assert (find_declared_path([pattern], url) == pattern) is fits


@pytest.mark.parametrize(
    ("pattern", "name", "fits"),
    [
        ("patron", "patron_number", True),
        ("patron", "patrons", True),
        ("patron", "patronage", False),
        ("patron*", "patronage", True),
        ("mitgliedsnummer", "Mitgliedsnummer", True),
        ("größe", "groesse", False),
    ],
)
def test_a_word_is_compared_with_each_word_of_a_name(
    pattern: str, name: str, *, fits: bool
) -> None:
    assert (find_declared_word([pattern], [name]) == pattern) is fits
