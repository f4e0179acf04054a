"""What the recorded calls of a connector tell, and what they do not."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dclint.checks.executions import executions
from dclint.findings.hit import Hit, NotObservable
from dclint.model.context import Context, Executions, Probing, Token
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Subject, Workspace], Iterator[Outcome]]
Raw = dict[str, Any]
RAW: Raw = {"id": "7", "name": "x", "state": "live", "url": "https://api.a.io/x"}
SINCE = "2026-10-27T00:00:00+00:00"
CHECKS = [
    executions.upstream_auth_failure,
    executions.identity_check_failures,
    executions.redirecting_endpoint,
    executions.host_drift,
    executions.unused_connector,
    executions.enumeration_pattern,
]


def outcomes(
    check: Check,
    raw: Raw | None = None,
    tokens: dict[str, Token] | None = None,
    shape: Shape = Shape.DEFINITION,
    **seen: Any,
) -> list[Outcome]:
    probings = {"7": seen.pop("probings", ())}
    calls = Executions(**{"since": SINCE, **seen})
    evidence = Context(executions={"7": calls}, probings=probings, tokens=tokens)
    workspace = Workspace().with_context(evidence)
    return list(
        check(Subject("a.json", (), 0, load_connector(RAW | (raw or {}), shape)), workspace)
    )


def only(check: Check, raw: Raw | None = None, **seen: Any) -> Hit:
    [hit] = outcomes(check, raw, **seen)
    assert isinstance(hit, Hit)
    return hit


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize(
    ("raw", "fact"),
    [({"id": "8"}, "executions"), ({"id": 7}, "id"), ({"id": None}, "id")],
)
def test_a_connector_that_nobody_looked_at_is_not_observable(
    check: Check, raw: Raw, fact: str
) -> None:
    assert outcomes(check, raw) == [NotObservable(fact)]


@pytest.mark.parametrize("check", CHECKS)
def test_a_connector_without_an_id_has_no_recorded_calls(check: Check) -> None:
    raw = {key: value for key, value in RAW.items() if key != "id"}
    subject = Subject("a.json", (), 0, load_connector(raw, Shape.DEFINITION))
    workspace = Workspace(context=Context(executions={"7": Executions(SINCE)}))
    assert list(check(subject, workspace)) == [NotObservable("executions")]


BAD: list[tuple[Check, Raw]] = [
    (executions.upstream_auth_failure, {"statuses": {"401": 3}}),
    (executions.identity_check_failures, {"looked_at": 20, "errors": {"email_verification_error": 5}}),
    (executions.redirecting_endpoint, {"statuses": {"302": 1}}),
    (executions.host_drift, {"looked_at": 1, "hosts": {"b.io": 1}}),
    (executions.unused_connector, {}),
    (executions.enumeration_pattern, {"probings": (Probing(1, 5),)}),
]  # fmt: skip


@pytest.mark.parametrize(("check", "seen"), BAD)
def test_a_hit_points_at_the_recorded_calls_or_at_the_connector(check: Check, seen: Raw) -> None:
    assert only(check, **seen).at == ()
    url = "https://api.intercom.io/data_connectors/7/execution_results"
    assert only(check, {"execution_results_url": url}, **seen).at == ("execution_results_url",)


REFUSALS = [
    # statuses, errors, what is said
    ({"401": 3}, {}, "was refused 3 times with 401"),
    ({"401": 1, "403": 2, "200": 9}, {}, "was refused 3 times with 401 and 403"),
    ({"403": 1}, {"token_refresh_error": 2}, "was refused once with 403 and could not be renewed 2 times"),
    ({}, {"token_refresh_error": 1234}, "could not be renewed 1,234 times"),
]  # fmt: skip


@pytest.mark.parametrize(("statuses", "errors", "said"), REFUSALS)
def test_three_refusals_are_reported(
    statuses: dict[str, int], errors: dict[str, int], said: str
) -> None:
    hit = only(executions.upstream_auth_failure, statuses=statuses, errors=errors)
    assert hit.message == f"The credential {said} since `2026-10-27`"


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"statuses": {"401": 2}},
        {"statuses": {"401": 1, "407": 9, "404": 9, "4010": 9}},
        {"errors": {"token_refresh_error": 2, "timeout": 9}},
    ],
)
def test_fewer_refusals_are_silent(seen: Raw) -> None:
    assert outcomes(executions.upstream_auth_failure, **seen) == []


TOKENS = {"1": Token("A", kind="user"), "2": Token("B", kind="USER_TOKEN"), "3": Token("C")}


@pytest.mark.parametrize(
    ("ids", "is_own"), [(["1"], True), (["3", "2"], True), (["3"], False), (["9"], False), (5, False)]
)  # fmt: skip
def test_the_token_of_each_customer_is_told_apart(ids: Any, is_own: bool) -> None:
    check = executions.upstream_auth_failure
    hit = only(check, {"token_ids": ids}, tokens=TOKENS, statuses={"401": 3})
    assert hit.message.endswith("; it may be the customer's own token") is is_own
    assert bool(hit.remedy) is is_own


FAILURES = [
    # results, failures, whether they are reported
    (20, 5, True),
    (100, 5, True),
    (101, 5, False),  # less than one in twenty
    (600, 30, True),
    (600, 29, False),
    (20, 4, False),
]


@pytest.mark.parametrize(("looked_at", "failures", "is_reported"), FAILURES)
def test_failed_identity_checks_count_from_five_and_one_in_twenty(
    looked_at: int, failures: int, is_reported: bool
) -> None:
    for error in (
        "fin_action_identity_verification_error",
        "non_fin_standalone_action_identity_verification_error",
        "email_verification_error",
    ):
        found = outcomes(
            executions.identity_check_failures, looked_at=looked_at, errors={error: failures}
        )
        assert bool(found) is is_reported


@pytest.mark.parametrize("looked_at", [0, 1, 19])
def test_few_calls_prove_nothing_about_identity(looked_at: int) -> None:
    errors = {"email_verification_error": looked_at}
    found = outcomes(executions.identity_check_failures, looked_at=looked_at, errors=errors)
    assert found == [NotObservable("executions")]


def test_the_share_of_failed_checks_is_told() -> None:
    hit = only(
        executions.identity_check_failures,
        looked_at=1200,
        errors={"email_verification_error": 60, "other": 900},
    )
    assert hit.message == (
        "60 of 1,200 calls since `2026-10-27` failed because the person was not verified"
    )


@pytest.mark.parametrize("status", ["301", "302", "303", "307", "308"])
def test_a_redirect_is_reported(status: str) -> None:
    hit = only(executions.redirecting_endpoint, statuses={status: 1, "200": 99})
    assert hit.message == (
        f"The endpoint answered once with a redirect, {status}, since `2026-10-27`"
    )


@pytest.mark.parametrize("status", ["200", "300", "304", "305", "306", "404"])
def test_what_sends_nobody_elsewhere_is_silent(status: str) -> None:
    assert outcomes(executions.redirecting_endpoint, statuses={status: 9}) == []


HOSTS = [
    # url, hosts, what is said
    ("https://api.a.io", {"b.io": 1}, "1 call went to `b.io`, and"),
    ("https://api.a.io", {"a.io": 2, "api.a.io": 9}, "2 calls went to `a.io`, and"),
    ("https://api.a.io", {"b.io": 1, "c.io": 2}, "3 calls went to `c.io` and 1 more, and"),
    ("https://api.a.io", {"x.api.a.io": 1}, "1 call went to `x.api.a.io`, and"),
    ("https://api.a.io", {"not a host": 1}, "1 call went to `not a host`, and"),
    ("https://API.a.io:8443/{{x}}", {"api.a.io": 5, "API.A.IO.": 1}, None),
    ("https://bücher.de", {"xn--bcher-kva.de": 1}, None),
    ("https://api.a.io", {"": 4, "api.a.io": 1}, None),
]


@pytest.mark.parametrize(("url", "hosts", "said"), HOSTS)
def test_a_host_that_the_url_does_not_name_is_reported(
    url: str, hosts: dict[str, int], said: str | None
) -> None:
    found = outcomes(executions.host_drift, {"url": url}, looked_at=9, hosts=hosts)
    assert bool(found) is bool(said)
    for hit in found:
        assert isinstance(hit, Hit)
        assert hit.message == f"{said} the URL names `api.a.io`"
        assert hit.related[0].at == ("url",)


@pytest.mark.parametrize(
    ("url", "seen", "fact"),
    [
        ("https://{{x}}.a.io", {"looked_at": 1, "hosts": {"b.io": 1}}, "url"),
        ("{{url}}", {"looked_at": 1, "hosts": {"b.io": 1}}, "url"),
        (5, {"looked_at": 1, "hosts": {"b.io": 1}}, "url"),
        ("https://a.io", {"looked_at": 1}, "request_url"),
        ("https://a.io", {}, None),
        ("", {"looked_at": 1, "hosts": {"b.io": 1}}, None),
    ],
)
def test_a_host_that_is_not_seen_is_not_compared(url: Any, seen: Raw, fact: str | None) -> None:
    found = outcomes(executions.host_drift, {"url": url}, **seen)
    assert found == ([NotObservable(fact)] if fact else [])


def test_a_live_connector_without_a_call_is_reported() -> None:
    hit = only(executions.unused_connector)
    assert hit.message == "Nothing has called this live connector since `2026-10-27`"


@pytest.mark.parametrize(
    ("raw", "seen"),
    [
        ({"state": "draft"}, {}),
        ({"state": "draft", "id": "8"}, {}),
        ({}, {"looked_at": 1}),
        ({}, {"complete": False}),
        ({"state": 5}, {"looked_at": 1}),
    ],
)
def test_a_draft_or_a_connector_that_is_used_is_silent(raw: Raw, seen: Raw) -> None:
    assert outcomes(executions.unused_connector, raw, **seen) == []


def test_whether_a_connector_is_live_must_be_seen() -> None:
    assert outcomes(executions.unused_connector, {"state": 5}) == [NotObservable("state")]


def test_the_worst_of_several_conversations_is_reported() -> None:
    tried = (Probing(1, 4), Probing(2, 6), Probing(3, 40), Probing(4, 40))
    hit = only(executions.enumeration_pattern, probings=tried)
    assert hit.message == (
        "One conversation tried 40 values of segment 3 of the path within an hour, "
        "and 2 more did the like"
    )


def test_few_values_are_silent_and_hidden_addresses_not_observable() -> None:
    check = executions.enumeration_pattern
    assert outcomes(check, probings=(Probing(1, 4),)) == []
    assert outcomes(check, looked_at=9, hosts={"a.io": 9}) == []
    assert outcomes(check, looked_at=9) == [NotObservable("request_url")]
