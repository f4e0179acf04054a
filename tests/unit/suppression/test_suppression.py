"""Comments, waivers and baselines: what they silence, what they refuse, and when they end."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.items import item
from support.rules import RULES

from dclint.config.settings import Waiver, load_settings, validate_settings
from dclint.document import Document
from dclint.document.comments import DclintComments
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.engine.report import Report
from dclint.errors import ConfigError
from dclint.findings.suppression import SuppressionKind
from dclint.ruleset import registry as ruleset
from dclint.suppression import baseline
from dclint.suppression.waivers import Waivers

HTTP = "url: http://api.shopfinder.io/near"
HEAD = (
    "name: Find a shop\ndescription: Returns the nearest shop. Use it when somebody asks where.\n"
)


def run(
    text: str, *, options: LintOptions | None = None, file: str = "a.yaml", **settings: Any
) -> Report:
    config = validate_settings(
        {key.replace("_", "-"): value for key, value in settings.items()}, "test"
    )
    rules = ruleset.select_rules(RULES, config)
    return lint([item(file, text)], rules, config, options or LintOptions())


def silenced(report: Report) -> list[tuple[str, str | None]]:
    return [(finding.rule, by.reason) for finding, by in report.list_suppressed()]


def found(report: Report) -> list[str]:
    return [finding.rule for finding in report.findings]


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f"{HTTP}  # dclint: ignore[url-not-https] test", "on the line"),
        (f"# dclint: ignore[url-not-https] test\n{HTTP}", "on the line above"),
        (
            f"# dclint: ignore[url-not-https] test\n\n# more\n{HTTP}",
            "blank lines and comments between",
        ),
        (f"#dclint:ignore[ url-not-https ] test\n{HTTP}", "hardly a blank"),
        (f"{HTTP}  # dclint: ignore[name-whitespace, url-not-https] test", "second of two"),
        (
            "url: >-  # dclint: ignore[url-not-https] test\n  http://api.shopfinder.io/near",
            "a block",
        ),
        (
            "# dclint: ignore[url-not-https] test\nurl: |-\n  http://api.shopfinder.io/near",
            "above it",
        ),
        ("# dclint: ignore[url-not-https] test\r\n" + HTTP, "other line ends"),
        ("url: 'http://api.shopfinder.io/near'  # dclint: ignore[url-not-https] test", "quoted"),
    ],
)
def test_a_comment_silences_the_rule_it_names(text: str, remark: str) -> None:
    report = run(f"{HEAD}{text}\n", select=["url-not-https", "silencing"])
    assert found(report) == [], remark
    assert silenced(report) == [("url-not-https", "test")], remark
    ((_, by),) = report.list_suppressed()
    assert by.kind is SuppressionKind.COMMENT
    assert by.place.startswith("a.yaml:")


@pytest.mark.parametrize(
    ("text", "remark"),
    [
        (f"# dclint: ignore[emoji-in-name] test\n{HTTP}", "another rule"),
        (f"{HTTP}\n# dclint: ignore[url-not-https] test", "the line below"),
        (f"# dclint: ignore[url-not-https] test\nhttp_method: get\n{HTTP}", "two lines above"),
        (f'note: "# dclint: ignore[url-not-https] x"\n{HTTP}', "inside a quoted scalar"),
        (f"note: |\n  # dclint: ignore[url-not-https] x\n{HTTP}", "inside a block"),
        (f"note: x#dclint:ignore[url-not-https]\n{HTTP}", "no comment without a blank"),
        (f"# dclint: ignore[transport] test\n{HTTP}", "a category"),
        (f"# DCLINT: ignore[url-not-https] test\n{HTTP}", "capitals"),
        (f"# dclint: ignored[url-not-https] test\n{HTTP}", "another word"),
    ],
)
def test_what_is_no_such_comment_silences_nothing(text: str, remark: str) -> None:
    report = run(f"{HEAD}{text}\n", select=["url-not-https"])
    assert found(report) == ["url-not-https"], remark
    assert report.suppressed == []


def test_json_has_no_comments() -> None:
    text = json.dumps({"name": "# dclint: ignore-file[url-not-https] x", "url": "http://a.io/x"})
    assert found(run(text, file="a.json", select=["url-not-https"])) == ["url-not-https"]


def test_ignore_file_speaks_of_every_connector_in_the_file() -> None:
    text = (
        f"# dclint: ignore-file[url-not-https] tests\n- name: a\n  {HTTP}\n- name: b\n  {HTTP}2\n"
    )
    report = run(text, select=["url-not-https"])
    assert found(report) == []
    assert len(report.suppressed) == 2


def test_an_error_is_suppressed_for_a_reason_only() -> None:
    text = "name: A\nurl: https://{{x}}.a.io/y  # dclint: ignore[url-template-in-host]"
    assert run(text, select=["url-template-in-host"]).suppressed == []
    assert silenced(run(f"{text} five wards", select=["url-template-in-host"])) == [
        ("url-template-in-host", "five wards")
    ]


def test_a_severity_that_the_settings_raise_takes_a_reason_too() -> None:
    text = "name: 'a  b'  # dclint: ignore[name-whitespace]"
    assert len(run(text, select=["name-whitespace"]).suppressed) == 1
    raised = run(text, select=["name-whitespace"], severity={"name-whitespace": "error"})
    assert found(raised) == ["name-whitespace"]


@given(st.text(alphabet="#dclint: ignore[url-not-https]\n\t'\"|>-x{}&*", max_size=60))
def test_whatever_stands_there_comments_never_raise(text: str) -> None:
    document = Document("a.yaml", f"{text}# dclint: ignore[x]\n{text}")
    for marker in DclintComments(document).comments:
        assert document.text[marker.span.start] == "#"
        assert 1 <= marker.line <= document.text.count("\n") + document.text.count("\r") + 1


def test_many_comments_take_linear_time(assert_linear: Any) -> None:
    def prepare(length: int) -> Any:
        line = "a: b # dclint: ignore[url-not-https] x\n"
        document = Document("a.yaml", line * (length // len(line)))
        return lambda: DclintComments(document)

    assert_linear(prepare)


# Waivers


def finding_of(text: str, rule: str = "url-not-https") -> Any:
    (finding,) = run(text, select=[rule]).findings
    return finding


def waiver(**changes: Any) -> dict[str, Any]:
    finding = finding_of(HEAD + HTTP)
    return {
        "rule": finding.rule,
        "connector": "Find a shop",
        "path": finding.path,
        "fingerprint": finding.fingerprint,
        "reason": "the shop's server is old",
        "owner": "web team",
        "expires": date(2099, 1, 1),
    } | changes


def waived(text: str, **changes: Any) -> Report:
    return run(text, select=["url-not-https", "silencing"], waivers=[waiver(**changes)])


def test_a_waiver_accepts_its_finding() -> None:
    report = waived(HEAD + HTTP)
    assert found(report) == []
    ((_, accepted),) = report.list_suppressed()
    assert (accepted.kind, accepted.owner, accepted.expires) == (
        SuppressionKind.WAIVER,
        "web team",
        "2099-01-01",
    )


@pytest.mark.parametrize(
    ("text", "changes", "said"),
    [
        (HEAD + HTTP, {"expires": date(2020, 1, 1)}, "has ended on 2020-01-01"),
        (HEAD + HTTP.replace("shopf", "otherf"), {}, "has changed"),
        (HEAD + HTTP.replace("http:", "https:"), {}, "is found there any more"),
    ],
)
def test_a_waiver_that_lapses_is_reported(text: str, changes: dict[str, Any], said: str) -> None:
    report = waived(text, **changes)
    (lapsed,) = [each for each in report.findings if each.rule == "lapsed-waiver"]
    assert said in lapsed.message
    assert report.suppressed == []


def test_a_waiver_holds_on_its_last_day_and_not_the_day_after() -> None:
    finding = finding_of(HEAD + HTTP)
    entry = Waiver(**waiver(expires=date(2027, 3, 31)))
    assert Waivers([entry], frozenset(), today=date(2027, 3, 31)).match_finding(finding)
    assert not Waivers([entry], frozenset(), today=date(2027, 4, 1)).match_finding(finding)


def test_a_waiver_of_a_connector_that_is_not_in_the_run_is_not_reported() -> None:
    report = waived("name: Another\nurl: https://api.other.io/x\n")
    assert found(report) == []


def test_a_waiver_names_the_connector_by_id_or_name() -> None:
    by_id = run(f"id: '7'\n{HEAD}{HTTP}", select=["url-not-https"]).findings[0]
    report = run(
        f"id: '7'\n{HEAD}{HTTP}",
        select=["url-not-https"],
        waivers=[waiver(connector="7", fingerprint=by_id.fingerprint)],
    )
    assert len(report.suppressed) == 1
    assert waived(HEAD + HTTP, connector="Somebody else").suppressed == []


def test_a_rule_that_may_not_be_waived_is_not() -> None:
    report = run(
        HEAD + HTTP,
        select=["url-not-https", "silencing"],
        waivers=[waiver()],
        never_waive=["transport"],
    )
    assert sorted(found(report)) == ["lapsed-waiver", "url-not-https"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[[waivers]]\nrule = "url-not-http"', "waivers"),
        ('[[waivers]]\nfile = "x"\nrule = "url-not-https"', "unknown key `waivers.file`"),
        ("[waivers]\nx = 1", "waivers"),
    ],
)
def test_settings_with_a_wrong_waiver_are_refused(tmp_path: Path, text: str, said: str) -> None:
    file = tmp_path / "dclint.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=said.replace("[", r"\[")):
        load_settings(file)


def test_waivers_of_their_own_file_are_read_with_their_lines(tmp_path: Path) -> None:
    entry = waiver()
    lines = [f"{key} = {json.dumps(str(value))}" for key, value in entry.items()]
    (tmp_path / "dclint.toml").write_text('profile = "default"\n')
    (tmp_path / "dclint-waivers.toml").write_text("# ours\n[[waivers]]\n" + "\n".join(lines) + "\n")
    (read,) = load_settings(tmp_path / "dclint.toml").waivers
    assert read.line == 2
    assert read.file.endswith("dclint-waivers.toml")


def test_a_file_of_waivers_holds_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "dclint.toml").write_text("")
    (tmp_path / "dclint-waivers.toml").write_text('ignore = ["transport"]\n')
    with pytest.raises(ConfigError, match="nothing but"):
        load_settings(tmp_path / "dclint.toml")


# Baselines


def known(text: str, **options: Any) -> baseline.Baseline:
    return baseline.make_baseline("baseline", run(text, **options).findings)


def test_known_findings_do_not_count_and_new_ones_do() -> None:
    before = known(HEAD + HTTP)
    report = run(f"{HEAD}{HTTP}\nhttp_method: get\nbody: x\n", options=LintOptions(baseline=before))
    assert "url-not-https" not in found(report)
    assert "body-with-get" in found(report)
    assert {by.kind for _, by in report.list_suppressed()} == {SuppressionKind.BASELINE}


def test_what_is_gone_is_fixed() -> None:
    before = known(HEAD + HTTP)
    report = run(HEAD + HTTP.replace("http:", "https:"), options=LintOptions(baseline=before))
    assert [each.rule for each in report.fixed_baseline_entries] == ["url-not-https"]


def test_of_a_connector_that_was_not_checked_nothing_is_fixed() -> None:
    before = known(HEAD + HTTP)
    report = run("name: Another\nurl: https://a.io/x\n", options=LintOptions(baseline=before))
    assert report.fixed_baseline_entries == []


def test_of_a_rule_that_was_not_run_nothing_is_fixed() -> None:
    before = known(HEAD + HTTP)
    report = run(
        HEAD + HTTP.replace("http:", "https:"),
        select=["emoji-in-name"],
        options=LintOptions(baseline=before),
    )
    assert report.fixed_baseline_entries == []


def test_a_baseline_survives_being_written_and_read(tmp_path: Path) -> None:
    before = known('name: "a\\"b\\u2028 c"\n' + HTTP)
    file = tmp_path / "baseline.txt"
    file.write_text(baseline.format_baseline(before.entries.values()), "utf-8")
    assert baseline.load_baseline(file).entries == before.entries


def test_a_baseline_is_sorted_and_holds_no_line_and_no_value() -> None:
    text = f"- name: b\n  {HTTP}\n- name: a\n  {HTTP}\n"
    written = baseline.format_baseline(known(text).entries.values())
    lines = written.splitlines()[1:]
    assert lines == sorted(lines)
    assert "shopfinder" not in written
    turned = f"- name: a\n  {HTTP}\n- name: b\n  {HTTP}\n"
    assert baseline.format_baseline(known(turned).entries.values()) == written


SHOP = {
    "name": "Find a shop",
    "description": "Returns the nearest shop. Use it when somebody asks where one is.",
    "http_method": "get",
    "url": "http://api.shopfinder.io/near?city={{city}}",
    "headers": [{"name": "Accept", "value": "*/*"}, {"name": "accept", "value": "*/*"}],
    "data_inputs": [{"name": "town", "type": "string"}],
}
OTHER = SHOP | {"name": "Other", "url": "http://api.other.io/{{x}}"}
EDITS = {
    "reorder connectors": ("a.json", [OTHER, SHOP]),
    "prepend one": (
        "a.json",
        [
            SHOP | {"name": "First", "url": "https://a.io/x", "headers": [], "data_inputs": []},
            SHOP,
            OTHER,
        ],
    ),
    "reformat": ("a.json", None),
    "minify": ("a.json", None),
    "YAML": ("a.yaml", [SHOP, OTHER]),
    "rename the file": ("b/c.json", [SHOP, OTHER]),
    "add a header": (
        "a.json",
        [
            SHOP | {"headers": [{"name": "X-New", "value": "1"}, *SHOP["headers"]]},
            OTHER,
        ],
    ),
    "change an unrelated description": (
        "a.json",
        [
            SHOP | {"description": "Tells which shop is nearest to a city that somebody names."},
            OTHER,
        ],
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_baseline_is_stable_under_edits_of_what_is_around(edit: str) -> None:
    before = known(json.dumps([SHOP, OTHER], indent=2), file="a.json")
    assert len(before.entries) >= 6
    file, data = EDITS[edit]
    indent, separators = (None, (",", ":")) if edit == "minify" else (4, None)
    text = json.dumps(data or [SHOP, OTHER], indent=indent, separators=separators)
    if file.endswith(".yaml"):
        import yaml

        text = yaml.safe_dump(data, sort_keys=False)
    report = run(text, file=file, options=LintOptions(baseline=before))
    assert found(report) == []
    assert report.fixed_baseline_entries == []
    assert len(report.suppressed) == len(before.entries)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "no baseline"),
        ("{}", "no baseline"),
        ("# dclint baseline 1\nnonsense", "names no finding"),
        ("# dclint baseline 2\n", "no baseline"),
    ],
)
def test_a_file_that_is_no_baseline_is_refused(tmp_path: Path, content: str, said: str) -> None:
    file = tmp_path / "baseline.txt"
    file.write_text(content)
    with pytest.raises(ConfigError, match=said):
        baseline.load_baseline(file)


# What has become worse, and what can never be silenced

OPEN = """name: Order status
description: Tells where an order is. Use it when somebody asks for an order.
http_method: get
url: https://api.x-shop.com/orders/{{order_id}}
direct_fin_usage: true
bypass_authentication: true
audiences: [users]
token_ids: []
data_inputs: [{name: order_id, type: string, description: The order, required: true}]
"""
WORSE = OPEN.replace("token_ids: []", 'token_ids: ["123"]')
BYPASS = "auth-bypass-exposes-data"


def test_a_known_finding_that_has_become_worse_counts_again() -> None:
    before = known(OPEN, select=[BYPASS])
    assert [each.severity for each in before.entries.values()] == ["info"]
    assert found(run(OPEN, select=[BYPASS], options=LintOptions(baseline=before))) == []
    report = run(WORSE, select=[BYPASS], options=LintOptions(baseline=before))
    assert found(report) == [BYPASS]
    assert report.fixed_baseline_entries == []


def test_a_waiver_lapses_when_what_it_accepts_becomes_worse() -> None:
    (finding,) = run(OPEN, select=[BYPASS]).findings
    accepted = waiver(
        rule=BYPASS,
        connector="Order status",
        path=finding.path,
        fingerprint=finding.fingerprint,
        severity="info",
    )
    settings: dict[str, Any] = {"select": [BYPASS, "silencing"], "waivers": [accepted]}
    assert found(run(OPEN, **settings)) == []
    report = run(WORSE, **settings)
    assert sorted(found(report)) == [BYPASS, "lapsed-waiver"]
    assert any("is error now" in each.message for each in report.findings)


def test_a_waiver_that_names_another_connector_than_its_fingerprint_lapses() -> None:
    report = waived(HEAD + HTTP, connector="Find a shopp")
    assert sorted(found(report)) == ["lapsed-waiver", "url-not-https"]


@pytest.mark.parametrize("reason", ["", "  \t"])
def test_a_waiver_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(ConfigError, match="gives a reason"):
        waived(HEAD + HTTP, reason=reason)


@pytest.mark.parametrize("text", ["a: [", "- 5\n", "\x00"])
def test_what_could_not_be_checked_is_never_known(text: str) -> None:
    before = known(text)
    assert before.entries == {}
    assert found(run(text, options=LintOptions(baseline=before)))


def test_an_owner_hides_no_secret() -> None:
    secret = "sk_live_" + "51Habc" * 4
    report = waived(HEAD + HTTP, owner=f"Bearer {secret}", reason=f"token={secret}")
    ((_, accepted),) = report.list_suppressed()
    assert secret not in f"{accepted.owner} {accepted.reason}"


def test_comments_on_top_of_each_other_take_linear_time(assert_linear: Any) -> None:
    def prepare(length: int) -> Any:
        line = "# dclint: ignore[url-not-https] x\n"
        document = Document("a.yaml", f"name: A\n{line * (length // len(line))}{HTTP}\n")
        return lambda: DclintComments(document)

    assert_linear(prepare)


def test_a_comment_that_names_a_crowd_of_rules_names_none() -> None:
    names = ", ".join(f"rule-{number}" for number in range(10_000))
    report = run(f"# dclint: ignore[{names}, url-not-https] all\n{HTTP}\n")
    assert "url-not-https" in found(report)
    assert found(report).count("unknown-suppression") == 1


def test_what_the_settings_keep_quiet_is_said() -> None:
    report = run(
        HEAD + HTTP,
        ignore=["emoji-in-name"],
        severity={"url-not-https": "info"},
        fail_on="never",
        per_file_ignores={"legacy/**": ["texts"]},
    )
    assert report.relaxed_settings == (
        "`ignore` leaves out `emoji-in-name`",
        "`per-file-ignores` leaves out `texts` in `legacy/**`",
        "`severity` is lowered for `url-not-https`",
        "`fail-on` is never",
    )
    assert run(HEAD + HTTP, severity={"url-not-https": "error"}).relaxed_settings == ()


def test_a_comment_behind_the_end_of_a_longer_text_speaks_of_its_own_line() -> None:
    text = '{name: "C\n  c", url: "http://a.io/x"}  # dclint: ignore[url-not-https] test\n'
    report = run(text, select=["url-not-https", "silencing"])
    assert (found(report), silenced(report)) == ([], [("url-not-https", "test")])
