"""JUnit's XML against the schema that Jenkins publishes."""

import pytest
from lxml import etree
from support.paths import DATA
from support.reports import (
    HOSTILE_NAME,
    MARKUP,
    PLAIN,
    everything,
    hostile,
    of,
    render,
    report_on,
    silenced,
)

from dclint.document.unreadable import Unreadable
from dclint.engine.report import RULE_FAILED, Crash, Report

SCHEMA = etree.XMLSchema(etree.parse(DATA / "junit-10.xsd"))


def read(report: Report) -> etree._Element:
    """Parse a report strictly, and hold it against the schema."""
    parser = etree.XMLParser(resolve_entities=False)
    root = etree.fromstring(render("junit", report).encode(), parser)
    SCHEMA.assertValid(root)
    return root


def cases(root: etree._Element, rule: str) -> list[etree._Element]:
    return [case for case in root.iter("testcase") if case.get("name") == rule]


@pytest.mark.parametrize(
    "name",
    [
        HOSTILE_NAME,
        MARKUP,
        "\x00\x01\x0b\ufffe\uffff",
        "<![CDATA[x]]>",
        "&x;",
        "a\r\nb\tc",
        "\udfff",
    ],
)
@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_whatever_a_name_holds_the_report_is_valid(name: str, suffix: str) -> None:
    read(hostile(name, suffix))
    read(report_on(Unreadable(name, name)))


def test_a_file_is_a_suite_whose_counts_are_right() -> None:
    root = read(everything())
    files = {suite.get("name") for suite in root}
    assert {"secret dir/ä.json", "url-not-https/bad.json"} & files
    for suite in root:
        for kind, name in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            assert int(suite.get(kind, "")) == len(suite.findall(f"testcase/{name}"))
        assert int(suite.get("tests", "")) == len(suite.findall("testcase"))
        names = [(case.get("classname"), case.get("name")) for case in suite.iter("testcase")]
        assert len(set(names)) == len(names)


def test_a_finding_fails_its_case_and_says_where_and_what_to_do() -> None:
    (case,) = cases(read(of(PLAIN)), "url-not-https")
    (failure,) = case
    assert failure.get("type") == "error"
    assert failure.get("message") == "The scheme is `http`, not `https`"
    assert (failure.text or "").splitlines() == [
        "a.json:5:11: error[url-not-https] The scheme is `http`, not `https`",
        "  help: write `https://` instead",
    ]
    assert case.get("classname") == "Get order status"


def test_many_findings_of_a_rule_are_one_case() -> None:
    headers = [{"name": name, "value": "1"} for name in ("a b", "c d", "e f")]
    (case,) = cases(read(of(PLAIN | {"headers": headers})), "invalid-header-name")
    (failure,) = case.findall("failure")
    assert (failure.get("message") or "").endswith("(and 2 more)")
    assert (failure.text or "").count("error[invalid-header-name]") == 3


def test_an_info_does_not_fail_and_is_told() -> None:
    (case,) = cases(read(silenced()), "low-information-description")
    assert [child.tag for child in case] == ["system-out"]
    assert "info[low-information-description]" in (case[0].text or "")


def test_what_is_silenced_is_skipped_with_its_reason() -> None:
    root = read(silenced())
    said = {
        rule: case.find("skipped").get("message")  # type: ignore[union-attr]
        for rule in ("url-not-https", "undefined-template-variable", "unused-data-input")
        for case in cases(root, rule)
    }
    assert said == {
        "url-not-https": "suppressed: an old host",
        "undefined-template-variable": "waived: an old host",
        "unused-data-input": "known: dclint-baseline.txt",
    }


def test_what_was_not_observable_is_skipped_with_what_is_unknown() -> None:
    (case,) = cases(read(of(PLAIN)), "duplicate-token-id")
    (skipped,) = case
    assert (skipped.tag, skipped.get("message")) == ("skipped", "unknown: token_ids")


def test_a_clean_connector_is_one_passed_case() -> None:
    root = read(of([PLAIN, PLAIN | {"name": "Other", "url": "https://api.parcelhub.io/v2"}]))
    passed = cases(root, "all other rules")
    assert [case.get("classname") for case in passed] == ["Get order status /0", "Other /1"]
    assert all(len(case) == 0 for case in passed)


def test_what_was_not_read_and_what_failed_are_errors() -> None:
    report = of(PLAIN)
    report.unreadable.append(Unreadable("b.json", "permission denied"))
    report.coverage["url-fragment"].unobserved[(RULE_FAILED,)] = [0]
    report.crashes.append(Crash("url-fragment", report.connectors[0], "Traceback"))
    root = read(report)
    errors = {e.get("type"): e.get("message") for e in root.iter("error")}
    assert errors == {
        "not-read": "permission denied",
        "rule-failed": "The rule failed; this is a fault of dclint",
    }
