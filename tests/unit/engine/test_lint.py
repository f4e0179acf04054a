"""The run as a whole: coverage, isolation of faults, order, identity."""

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support.items import as_items
from support.rules import RULES

from dclint.analysis.known_fields import NEWER_FIELDS
from dclint.config.settings import Config, validate_settings
from dclint.document import Document
from dclint.document.unreadable import Unreadable
from dclint.engine.lint import lint as lint_documents
from dclint.engine.lint import lint_with_plan
from dclint.engine.plan import LintOptions, LintPlan
from dclint.engine.report import Report
from dclint.model.access_patterns import AccessPatterns
from dclint.model.connector import Connector
from dclint.model.context import Context
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.source_item import SourceItem
from dclint.model.values import HIDDEN, Shape
from dclint.ruleset import registry as ruleset
from dclint.ruleset.python_checks import load_check
from dclint.ruleset.rule import Check, Example, Rule, Scope
from dclint.ruletest.examples import make_example_item

HEADERS = [{"name": "Accept", "value": "a"}, {"name": "accept", "value": "b"}]
BROKEN = {
    "name": "Get order status",
    "url": "http://10.0.0.1/orders/{{orderId}}",
    "http_method": "get",
    "direct_fin_usage": True,
    "audiences": ["visitors"],
    "headers": HEADERS,
    "data_inputs": [{"name": "order_id", "type": "string"}],
}


def run(*documents: Document | SourceItem | Unreadable, **settings: Any) -> Report:
    config = validate_settings(
        {key.replace("_", "-"): value for key, value in settings.items()}, "test"
    )
    return lint_documents(as_items(*documents), ruleset.select_rules(RULES, config), config)


def as_json(*values: Any, file: str = "a.json") -> Document:
    return Document(file, json.dumps(values[0] if len(values) == 1 else list(values)))


def found(name: str, text: str) -> SourceItem:
    """A file that nobody named."""
    return SourceItem(Document(name, text), is_named=False)


def rules_of(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


def example_connectors() -> Iterator[dict[str, Any]]:
    """Every connector of every example of every rule that can be parsed."""
    for rule in RULES.values():
        for example in (*rule.bad, *rule.good):
            for _, root in make_example_item(example).document.iter_roots():
                items = root if isinstance(root, list) else [root]
                yield from (item for item in items if isinstance(item, dict))


# The examples beside which something is known.
INFORMED = [
    example
    for rule in RULES.values()
    for example in (*rule.bad, *rule.good)
    if (example.evidence or example.against is not None) and not example.file.endswith(".toml")
]


def run_example(example: Example) -> Report:
    """Lint an example with all rules and what is known beside it."""
    config = validate_settings({**example.config, "profile": "auditor"}, "test")
    return lint_documents([make_example_item(example)], ruleset.select_rules(RULES, config), config)


def assert_three_counts(report: Report) -> None:
    for coverage in report.coverage.values():
        total = coverage.checked + coverage.not_applicable + coverage.not_observable
        assert total == len(report.connectors)


def test_three_counts_sum_to_rules_times_connectors() -> None:
    connectors = [*example_connectors()]
    report = run(as_json(*connectors), profile="auditor")
    assert len(report.connectors) == len(connectors) > 200
    assert_three_counts(report)


@pytest.mark.parametrize("example", INFORMED, ids=lambda example: str(example.title))
def test_three_counts_sum_with_what_is_known_beside_a_document(example: Example) -> None:
    report = run_example(example)
    assert not report.crashes
    assert report.connectors
    assert_three_counts(report)


def test_a_rule_without_its_evidence_is_not_applicable_or_not_observable() -> None:
    silent = as_json(BROKEN)
    report = run(silent, select=["host-drift"])
    assert report.coverage["host-drift"].not_applicable == 1
    asked = SourceItem(silent, Context(unasked=frozenset({"executions"})))
    report = run(asked, select=["host-drift"])
    assert report.coverage["host-drift"].unobserved == {("executions",): [0]}


def test_an_export_without_its_url_is_not_passed_but_not_observable() -> None:
    export = {"type": "data_connector", "id": "7", "name": "n", "audiences": ["users"]}
    report = run(as_json(export), select=["url-not-https"])
    assert report.coverage["url-not-https"].unobserved == {("url",): [0]}


def test_a_definition_without_url_has_no_url_to_check() -> None:
    report = run(as_json({"name": "n", "http_method": "get"}), select=["url-not-https"])
    assert report.coverage["url-not-https"].not_applicable == 1


def test_one_broken_file_does_not_stop_the_others() -> None:
    report = run(
        Document("a.json", "{"), as_json(BROKEN, file="b.json"), Document("c.json", b"\xff")
    )
    assert {"syntax-error", "url-not-https", "invalid-text-encoding"} <= set(rules_of(report))


def test_one_wrong_field_does_not_hide_the_rest() -> None:
    wrong = BROKEN | {"headers": 5, "audiences": "visitors", "id": 7}
    report = run(as_json(wrong))
    found = rules_of(report)
    assert found.count("wrong-type") == 3
    assert {"url-not-https", "url-internal-host", "undefined-template-variable"} <= set(found)
    assert "duplicate-header" not in found


def test_a_crashing_rule_is_reported_and_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_connector: Connector) -> Iterator[Any]:
        raise ZeroDivisionError

    def load(rule: Rule) -> Check:
        return explode if rule.name == "url-not-https" else load_check(rule)

    monkeypatch.setattr("dclint.engine.plan.load_check", load)
    report = run(as_json(BROKEN))
    assert [crash.rule for crash in report.crashes] == ["url-not-https"]
    assert "url-internal-host" in rules_of(report)
    assert report.coverage["url-not-https"].unobserved == {("the rule failed",): [0]}


def test_the_unreadable_is_kept() -> None:
    report = run(Unreadable("x.json", "permission denied"))
    assert report.unreadable == [Unreadable("x.json", "permission denied")]


def test_a_named_file_without_a_connector_is_reported() -> None:
    assert rules_of(run(Document("package.json", '{"name": "x", "version": "1.0.0"}'))) == [
        "not-a-connector"
    ]


def test_a_found_file_without_a_connector_is_skipped_and_counted() -> None:
    report = run(found("package.json", '{"name": "x", "version": "1.0.0"}'))
    assert (report.skipped, report.documents, report.findings) == (1, 0, [])


@pytest.mark.parametrize(
    ("text", "is_skipped"),
    [
        ('// settings\n{"compilerOptions": {}}', True),
        ("metadata:\n  name: {{ .Values.name }}\n", True),
        ('{"name": "Get order", "http_method": "get",}', False),
        ("http_method: get\nurl: {{base}}/x\n", False),
    ],
)
def test_a_found_file_that_cannot_be_parsed_counts_if_it_speaks_of_connectors(
    text: str, is_skipped: bool
) -> None:
    name = "a.json" if text.startswith(("{", "/")) else "a.yaml"
    report = run(found(name, text))
    assert bool(report.skipped) is is_skipped
    assert rules_of(report) == ([] if is_skipped else ["syntax-error"])


def test_findings_come_in_the_order_of_files_and_lines() -> None:
    report = run(as_json(BROKEN, file="b.json"), as_json(BROKEN, file="a.json"))
    places = [(f.location.file, f.location.line, f.location.column) for f in report.findings]
    assert places == sorted(places)


def test_pointers_begin_with_the_index_in_streams_only() -> None:
    line = json.dumps({"name": "n", "description": "d", "url": "http://api.acme.io"})
    stream = run(Document("a.ndjson", f"{line}\n\n{line}\n"), select=["url-not-https"])
    assert [f.location.pointer for f in stream.findings] == ["/0/url", "/1/url"]
    single = run(Document("a.yaml", line), select=["url-not-https"])
    assert [f.location.pointer for f in single.findings] == ["/url"]


def test_settings_change_severity_and_silence_rules_and_files() -> None:
    report = run(as_json(BROKEN), severity={"url-not-https": "info"}, select=["url-not-https"])
    assert [f.severity.value for f in report.findings] == ["info"]
    assert "url-not-https" not in rules_of(run(as_json(BROKEN), ignore=["transport"]))
    ignores = {"legacy/*.json": ["transport"]}
    old = run(as_json(BROKEN, file="legacy/a.json"), per_file_ignores=ignores)
    new = run(as_json(BROKEN, file="new/a.json"), per_file_ignores=ignores)
    assert "url-not-https" not in rules_of(old)
    assert "url-not-https" in rules_of(new)


def prints(report: Report) -> set[tuple[str, str]]:
    return {(finding.rule, finding.fingerprint) for finding in report.findings}


def test_a_finding_keeps_its_identity_through_reordering_and_reformatting() -> None:
    one, other = BROKEN, BROKEN | {"name": "Other", "url": "http://api.other.io"}
    first = prints(run(as_json(one, other)))
    assert len(first) > 10
    assert prints(run(as_json(other, one, file="renamed.json"))) == first
    assert prints(run(Document("a.json", json.dumps([one, other], indent=7)))) == first
    assert prints(run(Document("a.yaml", json.dumps([one, other], indent=1)))) == first
    longer = one | {"headers": [{"name": "X-New", "value": "1"}, *HEADERS]}
    assert prints(run(as_json(longer, other))) == first


def test_equal_findings_are_told_apart() -> None:
    report = run(as_json(BROKEN, BROKEN))
    assert len({finding.fingerprint for finding in report.findings}) == len(report.findings)


# One table decides these, and gives at most one of them to a connector: an unknown fact may move
# it to another.  Where Fin deletes, the rule for deletes speaks for the table.
ONE_TABLE = {
    "contradictory-authentication",
    "auth-bypass-exposes-data",
    "anonymous-data-access",
    "unauthenticated-write",
    "fin-triggered-write",
    "unbound-object-reference",
    "fin-triggered-delete",
}


def severities(report: Report) -> dict[tuple[str, str], int]:
    """The worst of each rule at each place."""
    found: dict[tuple[str, str], int] = {}
    for f in report.findings:
        place = ("table", "") if f.rule in ONE_TABLE else (f.rule, f.location.pointer)
        found[place] = max(found.get(place, 0), f.severity.rank)
    return found


@pytest.fixture
def hide(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Hide a member of every connector from now on."""

    def hide(field: str) -> None:
        def reading(raw: dict[str, Any], shape: Shape, patterns: AccessPatterns) -> Connector:
            return load_connector(raw, shape, patterns).model_copy(update={field: HIDDEN})

        monkeypatch.setattr("dclint.model.subject.load_connector", reading)

    return hide


def assert_nothing_is_invented(report: Report, known: dict[tuple[str, str], int]) -> None:
    assert not report.crashes
    for place, rank in severities(report).items():
        assert rank <= known.get(place, 0), place


@cache
def plan_of(settings: str) -> LintPlan:
    """A plan with all rules for settings in JSON."""
    config = validate_settings({**json.loads(settings), "profile": "auditor"}, "test")
    rules = ruleset.select_rules(RULES, config)
    return LintPlan.of(rules, config, LintOptions(write_fixes=False))


def audit(raw: dict[str, Any]) -> Report:
    return lint_with_plan([SourceItem(as_json(raw))], plan_of("{}"))


def audit_example(example: Example) -> Report:
    return lint_with_plan([make_example_item(example)], plan_of(json.dumps(example.config)))


@cache
def definitions() -> list[tuple[dict[str, Any], dict[tuple[str, str], int]]]:
    """The definitions of all examples, with what is found in them while nothing is hidden."""
    found = [raw for raw in example_connectors() if shape_of(raw) is Shape.DEFINITION]
    return [(raw, severities(audit(raw))) for raw in found]


@cache
def informed() -> list[tuple[Example, dict[tuple[str, str], int]]]:
    return [(example, severities(audit_example(example))) for example in INFORMED]


@pytest.mark.parametrize("field", sorted(Connector.model_fields))
def test_hiding_a_field_invents_no_finding(field: str, hide: Callable[[str], None]) -> None:
    known = [(raw, before) for raw, before in definitions() if field in raw]
    if field == "token_ids":  # where no token can be ruled out, the one that may be there counts
        known = [(raw, severities(audit({**raw, field: ["4411"]}))) for raw, _ in known]
    hide(field)
    for raw, before in known:
        assert_nothing_is_invented(audit(raw), before)


@pytest.mark.parametrize("field", sorted(Connector.model_fields))
def test_hiding_a_field_from_what_is_known_beside_it_invents_no_finding(
    field: str, hide: Callable[[str], None]
) -> None:
    known = informed()
    hide(field)
    for example, before in known:
        assert_nothing_is_invented(audit_example(example), before)


def test_rules_see_only_what_they_say_they_read(rules: dict[str, Rule]) -> None:
    fields = {*Connector.model_fields, *NEWER_FIELDS, "*"}
    for rule in rules.values():
        if rule.scope is not Scope.DOCUMENT:
            assert set(rule.reads) <= fields, rule.name


def test_two_runs_give_the_same_report(tmp_path: Path) -> None:
    del tmp_path
    connectors = [*example_connectors()]
    assert run(as_json(*connectors)).findings == run(as_json(*connectors)).findings


def test_defaults_need_no_settings_file() -> None:
    assert validate_settings({}, "test") == Config()


@pytest.mark.slow
def test_names_and_requests_that_nobody_else_has_take_no_room_from_findings() -> None:
    honest = [
        {"name": f"Shop {n}", "url": f"https://a.io/{n}", "http_method": "get"}
        for n in range(26_000)
    ]
    faulty = {"name": "Last", "url": "http://a.io", "http_method": "get"}
    rules = ["duplicate-connector-name", "duplicate-endpoint", "url-not-https"]
    report = run(as_json(*honest, faulty), select=rules)
    assert rules_of(report) == ["url-not-https"]
    assert report.dropped == 0


def test_findings_are_announced_in_the_order_of_connectors_and_rules() -> None:
    heard: list[str] = []
    options = LintOptions(on_finding=lambda finding: heard.append(finding.rule))
    twin = {"name": "Twin", "url": "http://a.io", "http_method": "get"}
    rules = [
        RULES[name] for name in ("duplicate-connector-name", "duplicate-endpoint", "url-not-https")
    ]
    lint_documents(as_items(as_json(twin, twin)), rules, Config(), options)
    assert heard == [
        "url-not-https",
        "duplicate-connector-name",
        "duplicate-endpoint",
        "url-not-https",
    ]


def test_crashes_keep_the_order_of_the_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    def explode(_connector: Connector) -> Iterator[Any]:
        raise ZeroDivisionError

    names = {"url-missing", "body-with-get"}

    def load(rule: Rule) -> Check:
        return explode if rule.name in names else load_check(rule)

    monkeypatch.setattr("dclint.engine.plan.load_check", load)
    bare = {"name": "A", "http_method": "get", "url": "https://a.io", "token_ids": []}
    report = run(as_json(bare), as_json(bare | {"body": "x"}, file="b.json"))
    assert [crash.rule for crash in report.crashes] == ["url-missing", "body-with-get"]


PERFECT = """\
name: Order status
description: Returns the state of the last order. Use it when a customer asks where an order is.
http_method: get
url: https://api.nordshop.se/customers/{{user.user_id}}/orders
direct_fin_usage: true
audiences: [users]
headers: []
data_inputs: []
customer_authentication: true
bypass_authentication: false
validate_missing_attributes: true
token_ids: []
"""


def test_what_a_definition_cannot_state_is_not_applicable_there() -> None:
    names = ["client-side-config", "client-side-mapping", "full-response-access"]
    report = run(Document("a.yaml", PERFECT), select=names)
    assert [report.coverage[name].not_applicable for name in names] == [1, 1, 1]


def test_everything_can_be_seen_in_a_complete_definition() -> None:
    report = run(Document("a.yaml", PERFECT))
    assert rules_of(report) == []
    assert report.not_observable == 0
