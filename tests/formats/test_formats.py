"""Every format on every kind of finding: valid, complete, harmless, the same on every run."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from inline_snapshot import snapshot
from support.paths import DATA
from support.reports import (
    ALL,
    FORMS,
    PLAIN,
    everything,
    hostile,
    of,
    render,
    renderer,
    report_on,
    silenced,
)

import dclint
from dclint.cli import schemas
from dclint.cli.output import WITHOUT_FIXES
from dclint.document import Document
from dclint.findings.suppression import SuppressionKind
from dclint.model.source_item import SourceItem
from dclint.report.style import Style, measure_width
from dclint.syntax.unicode_tables import UNICODE_VERSION

SCHEMA = json.loads((DATA / "sarif-schema-2.1.0.json").read_text("utf-8"))
EVERY = pytest.mark.parametrize("form", FORMS)


def test_text_shows_place_rule_line_and_caret() -> None:
    assert render("text", of(PLAIN)) == snapshot("""\
a.json

a.json:5:11: error[url-not-https] The scheme is `http`, not `https`
    "url": "http://api.parcelhub.io/v2/{{orderId}}",
            ^^^^
  help: write `https://` instead

a.json:5:38: error[undefined-template-variable] `orderId` is no data input
    "url": "http://api.parcelhub.io/v2/{{orderId}}",
                                       ^^^^^^^^^^^
  help: write `{{order_id}}`
  note: 8:15: this input may be meant: "name": "order_id",

a.json:8:15: warning[unused-data-input] The input `order_id` is asked for, and nothing in the request uses it
    "name": "order_id",
            ^^^^^^^^^^
  help: write `{{order_id}}` instead of `{{orderId}}`
  note: 5:38: this placeholder may be meant: "url": "http://api.parcelhub.io/v2/{{orderId}}",

2 errors, 1 warning: 1 connector in 1 file, 108 rules.
Fixable: 1 with --fix, 1 more with --fix --unsafe-fixes.
Checks: 78 done, 27 not applicable, 3 not observable (unknown: token_ids 3).
""")


def test_concise_is_one_line_a_finding() -> None:
    assert render("concise", of(PLAIN)) == snapshot("""\
a.json:5:11: error[url-not-https] The scheme is `http`, not `https`
a.json:5:38: error[undefined-template-variable] `orderId` is no data input
a.json:8:15: warning[unused-data-input] The input `order_id` is asked for, and nothing in the request uses it
2 errors, 1 warning: 1 connector in 1 file, 108 rules.
""")


def test_text_in_colour_differs_by_colour_only() -> None:
    coloured = renderer("text")(of(PLAIN), Style(color=True))
    assert "\x1b[31;1m" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == render("text", of(PLAIN))


def test_an_empty_report_says_so() -> None:
    clean = render("text", report_on(SourceItem(Document("a.json", "[]"), is_named=False)))
    assert clean == snapshot(
        "No findings: 0 connectors in 0 files, 108 rules; 1 file without a connector skipped.\n"
    )


@EVERY
def test_two_runs_give_the_same_bytes(form: str) -> None:
    first, second = render(form, everything()), render(form, everything())
    assert first == second


@EVERY
def test_nothing_of_the_input_is_obeyed_by_a_terminal(form: str) -> None:
    for suffix in ("json", "yaml"):
        report = hostile(suffix=suffix)
        text = render(form, report).replace("\r\n", "\n")
        assert len(report.findings) >= (5 if suffix == "json" else 1)
        assert re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b\ud800]", text) is None
        assert form == "github" or "\n::error" not in text
        text.encode()


SECRET = "q7Zk2mX9vB4nT8wR1sL6dF3gH5jC0pYa"
KEYED = {
    "header": {"headers": [{"name": "X-Api-Key", "value": SECRET}]},
    "bearer": {"headers": [{"name": "Authorization", "value": f"Bearer {SECRET}"}]},
    "query": {"url": f"http://x.io/a?api_key={SECRET}&b={{{{c}}}}"},
    "userinfo": {"url": f"http://svc:{SECRET}@x.io/{{{{c}}}}"},
    "body": {"body": json.dumps({"a": {"client_secret": SECRET}}), "url": "http://x.io/{{c}}"},
    "form": {"body": f"grant_type=x&client_secret={SECRET}"},
    "default": {"data_inputs": [{"name": "api_key", "default_value": SECRET}]},
}
PROVIDER = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
PLACES = {
    "name": {"name": f"Call {PROVIDER}"},
    "description": {"description": f"Uses {PROVIDER} for now", "http_method": "GET"},
    "input": {"data_inputs": [{"name": "a", "description": PROVIDER}, {"name": "a"}]},
    "mock": {"mock_response": {"token": [PROVIDER]}},
    "example": {"response_fields": [{"path": "x", "example_value": PROVIDER, "tpye": 1}]},
    "url": {"url": f"http://x.io/{PROVIDER}/{{{{c}}}}"},
}


@EVERY
@pytest.mark.parametrize("suffix", ["json", "min.json", "yaml", "ndjson"])
@pytest.mark.parametrize(
    ("fields", "secret"),
    [(f, SECRET) for f in KEYED.values()] + [(f, PROVIDER) for f in PLACES.values()],
    ids=[*KEYED, *PLACES],
)
def test_a_secret_is_in_no_output(
    form: str, suffix: str, fields: dict[str, Any], secret: str
) -> None:
    value = {"name": "n", "http_method": "get", "url": "http://x.io/{{d}}"} | fields
    text = json.dumps(value, indent=None if suffix in ("min.json", "ndjson") else 1)
    report = report_on(Document(f"a.{suffix}", text), Document(f"b.{suffix}", text))
    assert report.findings
    for rendered in (render(form, report), repr(report.findings)):
        assert secret not in rendered
        assert secret[8:24] not in rendered


def test_masking_leaves_our_own_words_alone() -> None:
    raw = {
        "name": "n",
        "description": "Tells the time.",
        "http_method": "get",
        "url": "https://user@a.io/",
    }
    (finding,) = of(raw).findings
    assert finding.message == "The URL carries a user name; the host is `a.io`"


@EVERY
@pytest.mark.parametrize("broken", ['"headers": [,', "bad: [", "]"])
def test_a_secret_in_a_broken_file_is_in_no_output(form: str, broken: str) -> None:
    for secret, line in (
        (SECRET, f'"Authorization": "Bearer {SECRET}", {broken}'),
        (SECRET, f'"api_key": "{SECRET}" {broken}'),
        (SECRET, f"https://u:{SECRET}@x.io {broken}"),
        (PROVIDER, f'"x": "{PROVIDER}" {broken}'),
    ):
        for file in ("a.json", "a.yaml"):
            report = report_on(Document(file, f'{{"http_method": "get",\n{line}\n'))
            assert [f.rule for f in report.findings] == ["syntax-error"]
            assert secret not in render(form, report)


def test_json_follows_its_published_schema() -> None:
    schema = json.loads(schemas.render_schema("report"))
    jsonschema.Draft202012Validator.check_schema(schema)
    for report in (everything(), of(PLAIN), report_on(), silenced()):
        jsonschema.validate(json.loads(render("json", report)), schema)


def test_json_lists_what_is_silenced_and_what_is_fixed() -> None:
    data = json.loads(render("json", silenced()))
    assert {
        each["rule"]: (each["means"], each["place"], each["reason"]) for each in data["silenced"]
    } == {
        "url-not-https": ("suppressed", "a.yaml:4", "an old host"),
        "undefined-template-variable": ("waived", "dclint.toml:3", "an old host"),
        "unused-data-input": ("known", "dclint-baseline.txt", None),
    }
    waived = next(each for each in data["silenced"] if each["means"] == "waived")
    assert (waived["owner"], waived["expires"]) == ("team-parcels", "2999-12-31")
    assert waived["path"] == "/url"
    assert [each["rule"] for each in data["fixed"]] == ["url-fragment"]
    counts = {name: data["summary"][name] for name in ("suppressed", "waived", "known", "fixed")}
    assert counts == {"suppressed": 1, "waived": 1, "known": 1, "fixed": 1}


def test_text_counts_what_is_silenced_and_says_where() -> None:
    assert render("text", silenced()).splitlines()[-4:] == snapshot(
        [
            "1 note (1 suppressed, 1 waived, 1 known): 1 connector in 1 file, 108 rules.",
            "Silenced: suppressed in a.yaml; waived in dclint.toml; known in dclint-baseline.txt (`--format markdown` lists them).",
            "1 finding of the baseline fixed.",
            "Checks: 78 done, 27 not applicable, 3 not observable (unknown: token_ids 3).",
        ]
    )


def test_sarif_carries_suppressions_and_what_a_baseline_knew() -> None:
    log = json.loads(render("sarif", silenced()))
    assert list(jsonschema.Draft7Validator(SCHEMA).iter_errors(log)) == []
    results = {result["ruleId"]: result for result in log["runs"][0]["results"]}
    assert results["url-not-https"]["suppressions"] == [
        {
            "kind": "inSource",
            "status": "accepted",
            "justification": "an old host; a.yaml:4",
        }
    ]
    (waiver,) = results["undefined-template-variable"]["suppressions"]
    assert (waiver["kind"], waiver["status"]) == ("external", "accepted")
    assert waiver["justification"] == (
        "an old host; accepted by team-parcels; until 2999-12-31; dclint.toml:3"
    )
    assert results["unused-data-input"]["baselineState"] == "unchanged"
    assert "suppressions" not in results["unused-data-input"]


def test_sarif_says_nothing_of_a_baseline_that_nobody_used() -> None:
    assert "baselineState" not in render("sarif", of(PLAIN))


@pytest.mark.parametrize("secret", [f"the token: {SECRET}", f"uses {PROVIDER} for now"])
@EVERY
def test_a_secret_in_a_reason_is_in_no_output(form: str, secret: str) -> None:
    report = silenced(secret)
    assert {by.kind for _, by in report.list_suppressed()} == set(SuppressionKind)
    text = render(form, report)
    assert SECRET not in text
    assert PROVIDER not in text


def test_json_says_where_what_and_how_far() -> None:
    data = json.loads(render("json", of([PLAIN, PLAIN | {"id": "7"}])))
    finding = next(f for f in data["findings"] if f["rule"] == "url-not-https")
    wanted = {"rule", "severity", "message", "file", "pointer", "line", "column", "end_line"}
    assert wanted | {"end_column", "connector", "fingerprint"} <= set(finding)
    assert finding["pointer"] == "/0/url"
    assert finding["connector"]["name"] == "Get order status"
    assert [c["index"] for c in data["connectors"]] == [0, 1]
    for one in data["coverage"]:
        listed = sum(len(group["connectors"]) for group in one["unobserved"])
        assert listed == one["not_observable"]
        assert one["checked"] + one["not_applicable"] + one["not_observable"] == 2


def test_reports_say_with_which_data_they_were_made() -> None:
    lists = (Path(dclint.__file__).parent / "data").glob("*.json")
    data = {path.stem: json.loads(path.read_text("utf-8"))["version"] for path in lists}
    data["unicode"] = UNICODE_VERSION
    assert json.loads(render("json", of(PLAIN)))["tool"]["data"] == data
    assert sarif()["runs"][0]["tool"]["driver"]["properties"]["data"] == data


def sarif() -> Any:
    return json.loads(render("sarif", everything()))


def test_sarif_follows_the_official_schema() -> None:
    validator = (
        jsonschema.Draft4Validator
        if "draft-04" in SCHEMA["$schema"]
        else (jsonschema.Draft7Validator)
    )
    assert [error.message for error in validator(SCHEMA).iter_errors(sarif())] == []


def test_sarif_describes_every_enabled_rule() -> None:
    rules = sarif()["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [rule.name for rule in ALL]
    for rule in rules:
        for key in ("shortDescription", "fullDescription", "help"):
            assert rule[key]["text"]
        assert rule["help"]["markdown"]
        properties = rule["properties"]
        assert properties["precision"] in ("high", "medium", "low")
        assert 0 < float(properties.get("security-severity", "1")) <= 10
        assert ("security" in properties["tags"]) is ("security-severity" in properties)
    tags = {tag for rule in rules for tag in rule["properties"]["tags"]}
    assert "external/cwe/cwe-319" in tags


def test_sarif_keeps_the_prose_rules_of_the_specification() -> None:
    log = sarif()
    run = log["runs"][0]
    rules = run["tool"]["driver"]["rules"]
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["invocations"][0]["executionSuccessful"] is False
    assert len(run["invocations"][0]["toolExecutionNotifications"]) == 1
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert re.search(r"[{}\n]", result["message"]["text"]) is None
        assert re.fullmatch(
            r"[0-9a-f]{64}:1", result["partialFingerprints"]["primaryLocationLineHash"]
        )
        for location in (*result["locations"], *result.get("relatedLocations", [])):
            physical = location["physicalLocation"]
            region = physical["region"]
            assert min(region.values()) >= 1
            end = (region.get("endLine", region["startLine"]), region.get("endColumn", 10**9))
            assert end >= (region["startLine"], region["startColumn"])
            uri = urlsplit(physical["artifactLocation"]["uri"])
            assert (uri.scheme, uri.netloc) == ("", "")
            assert not uri.path.startswith("/")


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("a b/ü#?.json", "a%20b/%C3%BC%23%3F.json"),
        ("c:d.json", "c%3Ad.json"),
        ("x%.json", "x%25.json"),
    ],
)
def test_sarif_paths_are_relative_references(file: str, uri: str) -> None:
    log = json.loads(render("sarif", of(PLAIN, file)))
    found = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"][
        "uri"
    ]
    assert found == uri
    assert unquote(found) == file


def test_sarif_columns_count_code_points() -> None:
    text = '{"description": "😀 é", "url": "http://x.io/a", "name": "n"}'
    log = json.loads(render("sarif", report_on(Document("a.json", text))))
    result = next(r for r in log["runs"][0]["results"] if r["ruleId"] == "url-not-https")
    region = result["locations"][0]["physicalLocation"]["region"]
    assert text[region["startColumn"] - 1 : region["endColumn"] - 1].strip('"').startswith("http")


@pytest.mark.parametrize(
    ("text", "columns"), [("abc", 3), ("日本", 4), ("é", 1), ("e\u0301", 1), ("", 0)]
)
def test_carets_count_the_columns_of_a_terminal(text: str, columns: int) -> None:
    assert measure_width(text) == columns


def test_json_gives_no_command_to_a_ci_service_within_a_line() -> None:
    report = of(PLAIN | {"name": "a ##[error]x ###vso[y]"})
    text = render("json", report)
    assert "##" not in text
    assert json.loads(text)["connectors"][0]["name"] == "a ##[error]x ###vso[y]"


@pytest.mark.parametrize("form", sorted(WITHOUT_FIXES))
def test_a_format_for_which_no_fix_is_written_does_not_show_any(form: str) -> None:
    doubled = PLAIN | {"name": "Get  order status"}
    report = of(doubled)
    assert any(finding.fix for finding in report.findings)
    bare = replace(report, findings=[replace(each, fix=None) for each in report.findings])
    assert render(form, report) == render(form, bare)
