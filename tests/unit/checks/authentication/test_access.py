"""Authentication: the checks say what the table says, and count what they cannot see."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dclint.analysis.access import table
from dclint.analysis.access.effect import Effect
from dclint.analysis.access.facts import gather_access_facts
from dclint.analysis.access.judgement import evaluate_access
from dclint.analysis.access.picks import Selection
from dclint.analysis.access.table import ROWS, Cell, Credential, judge_cell
from dclint.base.pointer import resolve_pointer
from dclint.checks.authentication import access as authentication
from dclint.checks.authentication.record_binding import unbound_object_reference
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset import registry as ruleset
from dclint.ruleset.python_checks import load_check

Raw = dict[str, Any]
READ, CREATE, MODIFY = Effect
NONE, REF, PAIR, PERSON, ALL = Selection
NO, UNKNOWN, YES = Credential
PEOPLE = ("users", "leads", "visitors")
AUDIENCES = [frozenset(c) for n in range(4) for c in itertools.combinations(PEOPLE, n)]
SWITCH = (False, True)
# What a definition can say: to change all of a collection at once is no request of this kind.
CELLS = [
    Cell(*values)
    for values in itertools.product(
        SWITCH, AUDIENCES[1:], SWITCH, SWITCH, Credential, Effect, Selection
    )
    if values[-1] is not ALL or values[-2] is READ
]

# The rules of which one row fires at most one.
FAMILY: dict[str, Callable[[Connector], Iterator[Hit | NotObservable]]] = {
    "contradictory-authentication": authentication.contradictory_authentication,
    "auth-bypass-exposes-data": authentication.auth_bypass_exposes_data,
    "anonymous-data-access": authentication.anonymous_data_access,
    "unauthenticated-write": authentication.unauthenticated_write,
    "fin-triggered-write": authentication.fin_triggered_write,
    "unbound-object-reference": unbound_object_reference,
}
CHECKS = FAMILY | {
    "fin-triggered-delete": authentication.fin_triggered_delete,
    "fin-audience-unspecified": authentication.fin_audience_unspecified,
    "otp-without-email": authentication.otp_without_email,
}


def hits(raw: Raw, shape: Shape = Shape.DEFINITION) -> dict[str, Hit]:
    """What each rule reports to everybody: one hit at most."""
    connector = load_connector(raw, shape)
    found: dict[str, Hit] = {}
    for name, check in CHECKS.items():
        for outcome in check(connector):
            if isinstance(outcome, Hit) and outcome.profile is None:
                assert name not in found
                found[name] = outcome
    return found


def unobserved(raw: Raw, shape: Shape = Shape.DEFINITION) -> dict[str, list[str]]:
    """The facts that each rule misses."""
    connector = load_connector(raw, shape)
    missing = {
        name: [outcome.fact for outcome in check(connector) if isinstance(outcome, NotObservable)]
        for name, check in CHECKS.items()
    }
    return {name: facts for name, facts in missing.items() if facts}


def rank(severity: Severity | None) -> int:
    return severity.rank if severity else 0


REQUESTS: dict[Effect, Raw] = {
    READ: {"http_method": "get"},
    CREATE: {"http_method": "post"},
    MODIFY: {"http_method": "patch"},
}
PATHS: dict[Selection, str] = {
    NONE: "products",
    REF: "orders/{{order_id}}/notes",
    PAIR: "orders/{{order_id}}/notes?email={{email}}",
    PERSON: "notes?email={{email}}",
    ALL: "customers",
}
TOKENS: dict[Credential, Raw] = {NO: {"token_ids": []}, UNKNOWN: {}, YES: {"token_ids": ["4411"]}}


def cell_of(audience: str, effect: Effect, selection: Selection, **facts: Any) -> Cell:
    """A cell that Fin may start, without anything else that is not said."""
    switches: Raw = {"fin": True, "passcode": False, "bypass": False, "credential": NO} | facts
    return Cell(audience=frozenset({audience}), effect=effect, selection=selection, **switches)


def definition(cell: Cell) -> Raw:
    """A connector that says all of `cell`."""
    path = PATHS[cell.selection]
    names = [name for name in ("order_id", "email") if f"{{{{{name}}}}}" in path]
    return {
        "name": "A connector",
        **REQUESTS[cell.effect],
        "url": f"https://api.velowerk.ch/v1/{path}",
        "body": "",
        "headers": [],
        "direct_fin_usage": cell.fin,
        "audiences": sorted(cell.audience),
        "customer_authentication": cell.passcode,
        "bypass_authentication": cell.bypass,
        **TOKENS[cell.credential],
        "data_inputs": [{"name": name} for name in names],
    }


def test_a_definition_says_all_of_its_cell() -> None:
    for cell in CELLS:
        found = evaluate_access(load_connector(definition(cell), Shape.DEFINITION)).table_match.cell
        assert found._replace(audience=cell.audience) == cell
        assert found.exposed == cell.exposed
        assert ("users" in found.audience) == ("users" in cell.audience)


def test_the_rules_of_the_table_are_rule_files() -> None:
    rules = ruleset.load_rules()
    named = {each.rule for each in ROWS} | {each.if_bypassed for each in ROWS}
    assert named - {None} == set(FAMILY)
    for name, check in CHECKS.items():
        assert load_check(rules[name]) is check
    assert all((each.rule is None) == (each.severity is None) for each in ROWS)


def test_the_checks_report_what_the_table_says() -> None:
    for cell in CELLS:
        found = hits(definition(cell))
        expected = judge_cell(cell)
        severities = {name: hit.severity for name, hit in found.items() if name in FAMILY}
        if expected.rule is None:
            assert severities == {}
        elif expected.row.name == "A1":
            assert severities == {expected.rule: None}
        else:
            assert severities == {expected.rule: expected.severity}
        assert unobserved(definition(cell)) == {}


def test_hits_point_at_what_exists_and_say_it_in_one_line() -> None:
    for cell in CELLS:
        raw = definition(cell)
        for hit in hits(raw).values():
            assert resolve_pointer(raw, hit.at) is not raw
            assert "\n" not in hit.message
            assert hit.message[0].isupper() or hit.message[0] == "`"
            assert not hit.message.endswith(".")
            for related in hit.related:
                value = resolve_pointer(raw, related.at)
                if related.fragment:
                    assert value[slice(*related.fragment)].startswith("{{")


def test_the_remedy_leads_to_a_safe_row() -> None:
    edits: dict[str, Raw] = {
        "`customer_authentication` to true": {"customer_authentication": True},
        "`bypass_authentication` to false": {"bypass_authentication": False},
        "`audiences` to users": {"audiences": ["users"]},
        "`direct_fin_usage` to false": {"direct_fin_usage": False},
        "look the data up by `{{user.email}}`": {
            "url": "https://api.velowerk.ch/v1/notes?email={{user.email}}",
            "data_inputs": [],
        },
    }
    for cell in CELLS:
        raw = definition(cell)
        for name in FAMILY & hits(raw).keys():
            remedy = hits(raw)[name].remedy or ""
            changes = [change for words, change in edits.items() if words in remedy]
            assert changes
            mended = raw | {member: value for each in changes for member, value in each.items()}
            assert not FAMILY.keys() & hits(mended).keys()


DELETES = [
    (cell_of("users", MODIFY, NONE, fin=False), False),
    (cell_of("users", MODIFY, REF), True),
    (cell_of("users", MODIFY, REF, passcode=True), False),
    (cell_of("visitors", MODIFY, NONE, credential=YES), True),
    (cell_of("visitors", MODIFY, REF, credential=YES), False),  # an error of another rule
    (cell_of("visitors", MODIFY, REF), True),  # only a warning of it
]


@pytest.mark.parametrize(("cell", "reported"), DELETES)
def test_fin_deletes(cell: Cell, *, reported: bool) -> None:
    raw = definition(cell) | {"http_method": "delete"}
    assert ("fin-triggered-delete" in hits(raw)) is reported


D, E = Shape.DEFINITION, Shape.DETAIL
ANY_EFFECT = tuple(Effect)
VALUE = {"data_inputs": [{"name": "order_id"}]}
FACTS: list[tuple[str, Raw, Shape, tuple[object, ...], tuple[str, ...]]] = [
    ("fin", {}, D, (False,), ()),
    ("fin", {}, E, (False, True), ("direct_fin_usage",)),
    ("fin", {"direct_fin_usage": "yes"}, D, (False, True), ("direct_fin_usage",)),
    ("passcode", {"customer_authentication": True}, E, (True,), ()),
    ("bypass", {}, Shape.PATCH, (False, True), ("bypass_authentication",)),
    ("credential", {"token_ids": ["1"]}, D, (YES,), ()),
    ("credential", {"token_ids": []}, D, (NO,), ()),
    ("credential", {}, D, (UNKNOWN,), ()),  # the documented form: tokens are attached later
    ("credential", {}, E, (UNKNOWN,), ("token_ids",)),
    ("credential", {"token_ids": 5}, D, (UNKNOWN,), ("token_ids",)),
    ("credential", {"token_ids": []}, E, (UNKNOWN,), ("headers",)),
    ("credential", {"headers": [{"name": " X-Api-Key "}]}, E, (YES,), ()),  # redacted, but there
    ("credential", {"headers": [{"name": "Accept"}], "token_ids": []}, E, (NO,), ()),
    ("credential", {"headers": [{"name": 7}], "token_ids": []}, D, (UNKNOWN,), ("headers",)),
    ("credential", {"headers": ["x"], "token_ids": []}, D, (UNKNOWN,), ("headers",)),
    ("credential", {"headers": [{"value": "x"}], "token_ids": []}, D, (NO,), ()),
    ("effect", {"http_method": "get"}, D, (READ,), ()),
    ("effect", {"http_method": "delete"}, E, (MODIFY,), ()),
    ("effect", {}, D, ANY_EFFECT, ("http_method",)),
    ("effect", {"http_method": "GET"}, D, ANY_EFFECT, ("http_method",)),
    ("effect", {"http_method": "post", "name": "x"}, D, (CREATE,), ()),
    ("effect", {"http_method": "post", "name": "x"}, E, ANY_EFFECT, ("url",)),
    ("effect", {"http_method": "post", "name": "x", "url": None}, D, (CREATE,), ()),
    ("effect", {"http_method": "post", "name": 5}, D, ANY_EFFECT, ("name",)),
    ("selection", {"data_inputs": []}, E, (NONE, ALL), ("url", "body", "headers")),
    ("selection", {"data_inputs": [], "http_method": "put"}, E, (NONE,), ()),
    ("selection", {"data_inputs": [], "url": "https://a.io/shops"}, E, (NONE,), ()),
    ("selection", {}, D, (NONE,), ()),
    ("selection", {"url": "https://a.io/orders/{{order_id}}"} | VALUE, D, (REF,), ()),
    ("selection", {"url": "https://a.io/orders/{{order_id}}"}, D, (REF,), ()),  # undeclared too
    ("selection", {"url": 7} | VALUE, D, (NONE, REF, ALL), ("url",)),
    ("selection", {"url": "https://a.io/x/{{order_id}}", "body": {}} | VALUE, D, (REF,), ()),
    (
        "selection",
        {"url": "https://a.io/", "body": "", "headers": [{"name": "A", "value": "****"}]} | VALUE,
        E,
        (NONE, REF),
        ("headers[].value",),
    ),
    ("selection", {"url": "https://a.io/", "body": "", "headers": []}, E, (NONE,), ()),
    (
        "selection",
        {},
        E,
        (NONE, REF, PAIR, PERSON, ALL),
        ("data_inputs", "url", "body", "headers"),
    ),
    (
        "selection",
        {"url": "https://a.io/x/{{order_id}}", "data_inputs": [{"name": "order_id"}, 7], "body": 7},
        D,
        (REF, PAIR),
        ("data_inputs[].name", "body"),
    ),
]


@pytest.mark.parametrize(("field", "raw", "shape", "values", "missing"), FACTS)
def test_a_fact(
    field: str, raw: Raw, shape: Shape, values: tuple[object, ...], missing: tuple[str, ...]
) -> None:
    fact = getattr(gather_access_facts(load_connector(raw, shape)), field)
    assert (fact.values, fact.missing) == (values, missing)


def test_a_default_is_told_from_a_value() -> None:
    assert gather_access_facts(load_connector({}, D)).passcode.is_default
    assert not gather_access_facts(
        load_connector({"customer_authentication": False}, D)
    ).passcode.is_default


@pytest.mark.parametrize(
    ("audiences", "users", "strangers"),
    [
        (["users"], {True}, {False}),
        (["visitors"], {False}, {True}),
        (["leads", "users"], {True}, {True}),
        ([], {True}, {False}),  # not stated counts as users
        (["everyone"], {True, False}, {True, False}),
        (["users", "users"], {True}, {False}),
    ],
)
def test_an_audience(audiences: list[str], users: set[bool], strangers: set[bool]) -> None:
    values = gather_access_facts(load_connector({"audiences": audiences}, D)).audience.values
    assert {"users" in each for each in values} == users
    assert {not each <= table.USERS for each in values} == strangers


HIDEABLE = (
    "direct_fin_usage",
    "audiences",
    "customer_authentication",
    "bypass_authentication",
    "token_ids",
    "headers",
    "http_method",
    "url",
    "body",
    "data_inputs",
)


def without(raw: Raw, hidden: set[str]) -> Raw:
    return {member: value for member, value in raw.items() if member not in hidden}


def weight(found: dict[str, Hit]) -> int:
    """How bad the family says it is."""
    return max((severity_of(name, hit) for name, hit in found.items() if name in FAMILY), default=0)


def severity_of(name: str, hit: Hit) -> int:
    own = {"contradictory-authentication": 3, "fin-triggered-delete": 2, "otp-without-email": 1}
    return rank(hit.severity) or own.get(name, 2)


@settings(max_examples=600, deadline=None)
@given(
    cell=st.sampled_from([cell for cell in CELLS if cell.credential is not UNKNOWN]),
    delete=st.booleans(),
    hidden=st.sets(st.sampled_from(HIDEABLE)),
    more=st.sets(st.sampled_from(HIDEABLE)),
)
def test_learning_a_fact_sharpens_a_verdict_and_never_contradicts_it(
    *, cell: Cell, delete: bool, hidden: set[str], more: set[str]
) -> None:
    whole = definition(cell)
    if cell.credential is NO:  # where none can be ruled out, the token that may be there counts
        hidden, more = hidden - {"token_ids", "headers"}, more - {"token_ids", "headers"}
    if delete and cell.effect is MODIFY:
        whole["http_method"] = "delete"
    raw, less = without(whole, hidden), without(whole, hidden | more)
    after, before = hits(raw, E), hits(less, E)
    assert weight(before) <= weight(after)
    missing = unobserved(less, E)
    for name, hit in after.items():
        reported = severity_of(name, before[name]) if name in before else 0
        assert reported >= severity_of(name, hit) or name in missing
    for name in ("contradictory-authentication", "otp-without-email"):
        assert name not in before or name in after
    assert "fin-triggered-delete" not in before.keys() - after.keys() or weight(after) == 3
    for fact in itertools.chain(*missing.values()):
        assert fact in hidden | more


def test_nothing_is_known_of_a_summary_but_the_intent() -> None:
    raw = {"name": "Delete account", "http_method": "delete", "direct_fin_usage": True}
    found = hits(raw, Shape.SUMMARY)
    assert {name: hit.severity for name, hit in found.items()} == {"fin-triggered-write": "info"}
    assert found["fin-triggered-write"].message == (
        "Fin can change data on its own with `delete`: Fin can start it for an audience that is "
        "not stated, whether a passcode is asked for is not visible"
    )
    assert unobserved(raw, Shape.SUMMARY)["fin-triggered-delete"] == ["customer_authentication"]
    assert unobserved(raw, Shape.SUMMARY)["unauthenticated-write"] == [
        *("audiences", "customer_authentication", "bypass_authentication"),
    ]


LOOK_UP: Raw = {
    "name": "Order status",
    "http_method": "get",
    "url": "https://shop.io/orders/{{order_id}}",
    "direct_fin_usage": True,
    "audiences": ["visitors"],
    "token_ids": ["4411"],
    "data_inputs": [{"name": "order_id"}],
}


def test_an_unknown_credential_is_reported_mildly_and_counted() -> None:
    raw = without(LOOK_UP, {"token_ids"})
    found = hits(raw)["anonymous-data-access"]
    assert found.severity is Severity.WARNING
    assert "if a token is attached" in found.message
    assert unobserved(raw) == {}  # the documented form of a definition: nothing is hidden
    assert unobserved(raw | {"token_ids": 5})["anonymous-data-access"] == ["token_ids"]


def test_an_unknown_bypass_is_reported_as_an_omission() -> None:
    raw = LOOK_UP | {"customer_authentication": False}
    assert list(hits(raw, E)) == ["anonymous-data-access"]
    assert unobserved(raw, E) == {"auth-bypass-exposes-data": ["bypass_authentication"]}


def test_an_unknown_method_does_not_hide_that_a_record_is_open() -> None:
    raw = without(LOOK_UP, {"http_method"})
    found = hits(raw)
    assert {name: hit.severity for name, hit in found.items()} == {"anonymous-data-access": "error"}
    assert found["anonymous-data-access"].message.startswith("Anybody can read or change a")
    assert unobserved(raw) == {"unauthenticated-write": ["http_method"]}
    assert unobserved(raw | {"token_ids": []}) == {
        "unauthenticated-write": ["http_method"],
        "fin-triggered-delete": ["http_method"],
    }


def test_an_unknown_method_with_a_person_is_at_least_a_form() -> None:
    raw = definition(cell_of("visitors", READ, PERSON, credential=YES))
    found = hits(without(raw, {"http_method"}))
    assert {name: hit.at for name, hit in found.items()} == {"unauthenticated-write": ()}
    assert found["unauthenticated-write"].message.startswith(
        "Anybody can make this call, whether it reads or writes"
    )


def test_an_empty_audience_counts_as_users_and_is_reported_itself() -> None:
    raw = LOOK_UP | {"audiences": []}
    severities = {name: hit.severity for name, hit in hits(raw).items()}
    assert severities == {"unbound-object-reference": "info", "fin-audience-unspecified": None}
    assert unobserved(raw) == {}


AUDIENCE_CASES: list[tuple[Raw, Shape, str]] = [
    ({"direct_fin_usage": True}, D, "hit"),
    ({"direct_fin_usage": True, "audiences": []}, E, "hit"),
    ({"direct_fin_usage": True, "audiences": ["users"]}, D, ""),
    ({"direct_fin_usage": True}, E, "audiences"),
    ({"direct_fin_usage": True, "audiences": ["everyone"]}, D, "audiences"),
    ({"audiences": []}, E, "direct_fin_usage"),
    ({}, E, "audiences direct_fin_usage"),
    ({"direct_fin_usage": "yes"}, D, "direct_fin_usage"),
    ({"direct_fin_usage": False}, E, ""),
    ({}, D, ""),
    ({"direct_fin_usage": True, "audience_type": "custom"}, D, ""),
    ({"direct_fin_usage": True, "audience_type": "everyone"}, D, "hit"),
    ({"direct_fin_usage": True, "fin_audience_ids": ["1"]}, E, ""),
    ({"direct_fin_usage": True, "audience_segment_ids": [], "audiences": []}, E, "hit"),
    ({"direct_fin_usage": True, "has_custom_predicates": True}, D, ""),
    ({"direct_fin_usage": True, "has_custom_predicates": False}, D, "hit"),
]


@pytest.mark.parametrize(("raw", "shape", "expected"), AUDIENCE_CASES)
def test_an_audience_that_is_not_stated(raw: Raw, shape: Shape, expected: str) -> None:
    outcomes = list(authentication.fin_audience_unspecified(load_connector(raw, shape)))
    told = ["hit" if isinstance(outcome, Hit) else outcome.fact for outcome in outcomes]
    assert told == expected.split()


PASSCODE: Raw = {"direct_fin_usage": True, "customer_authentication": True}
PASSCODE_CASES: list[tuple[Raw, Shape, str]] = [
    (PASSCODE | {"audiences": ["leads"]}, D, "hit"),
    (PASSCODE | {"audiences": ["users", "leads"]}, D, ""),
    (PASSCODE | {"audiences": []}, D, ""),
    (PASSCODE, D, ""),
    (PASSCODE, E, "audiences bypass_authentication"),
    (PASSCODE | {"audiences": 5}, D, "audiences"),
    (PASSCODE | {"audiences": ["leads"], "bypass_authentication": True}, D, ""),
    (PASSCODE | {"audiences": ["leads"]}, E, "bypass_authentication"),
    ({"customer_authentication": True, "audiences": ["leads"]}, D, ""),
    ({"direct_fin_usage": True, "audiences": ["leads"]}, D, ""),
]


@pytest.mark.parametrize(("raw", "shape", "expected"), PASSCODE_CASES)
def test_a_passcode_without_an_email_address(raw: Raw, shape: Shape, expected: str) -> None:
    outcomes = list(authentication.otp_without_email(load_connector(raw, shape)))
    told = ["hit" if isinstance(outcome, Hit) else outcome.fact for outcome in outcomes]
    assert told == expected.split()


EVERYBODY = {"audiences": ["users", "leads", "visitors"]}
DOCUMENTED = {
    "name": "Get Order Status",
    "description": "Looks up order status from an external service",
    "http_method": "get",
    "url": "https://api.example.com/orders/{{order_id}}/status",
    "direct_fin_usage": True,
    "audiences": ["leads", "visitors"],
    "headers": [{"name": "Content-Type", "value": "application/json"}],
    "data_inputs": [{"name": "order_id", "type": "string", "required": True}],
    "customer_authentication": True,
    "bypass_authentication": False,
    "validate_missing_attributes": True,
}
WITH_EMAIL = {
    "url": "https://shop.io/orders/{{order_id}}?email={{email}}",
    "data_inputs": [{"name": "order_id"}, {"name": "email"}],
}
SANITY: list[tuple[str, Raw, Shape, str, dict[str, str | None]]] = [
    ("the documented example", DOCUMENTED, D, "A3", {"otp-without-email": None}),
    ("the documented minimum", {"name": "My Connector"}, D, "B2", {}),
    ("a mock response", {"name": "My Connector", "mock_response": {"a": 1}}, D, "B2", {}),
    (
        "the documented detail",
        {
            "type": "data_connector",
            "id": "12345",
            "name": "Order Status Service",
            "http_method": "post",
            "direct_fin_usage": False,
            "audiences": ["users", "leads"],
            "data_inputs": [],
            "customer_authentication": False,
            "bypass_authentication": False,
            "token_ids": [],
        },
        E,
        "B2",
        {},
    ),
    ("a look-up for all", LOOK_UP | EVERYBODY, D, "D3", {"anonymous-data-access": "error"}),
    (
        "the same with an email address",
        LOOK_UP | EVERYBODY | WITH_EMAIL,
        D,
        "D2",
        {"anonymous-data-access": "warning"},
    ),
    (
        "the same with a passcode",
        LOOK_UP | EVERYBODY | WITH_EMAIL | {"customer_authentication": True},
        D,
        "A3",
        {},
    ),
    (
        "a shop finder with bypass",
        {
            "http_method": "get",
            "url": "https://shop.io/shops?city={{city}}",
            "headers": [{"name": "X-Api-Key", "value": "{{shops.key}}"}],
            "direct_fin_usage": True,
            "bypass_authentication": True,
            "data_inputs": [{"name": "city"}],
            **EVERYBODY,
        },
        D,
        "D1",
        {},
    ),
    (
        "a deletion by a procedure",
        {
            "http_method": "delete",
            "url": "https://shop.io/accounts/{{account_id}}",
            "data_inputs": [{"name": "account_id"}],
            "token_ids": ["4411"],
        },
        D,
        "B2",
        {},
    ),
]


@pytest.mark.parametrize(
    ("raw", "shape", "name", "expected"),
    [case[1:] for case in SANITY],
    ids=[case[0] for case in SANITY],
)
def test_a_known_case(raw: Raw, shape: Shape, name: str, expected: dict[str, str | None]) -> None:
    assert evaluate_access(load_connector(raw, shape)).table_match.verdict.row.name == name
    assert {rule: hit.severity for rule, hit in hits(raw, shape).items()} == expected
    assert unobserved(raw, shape) == {}


def message(raw: Raw, shape: Shape = D) -> str:
    (hit,) = (hit for name, hit in hits(raw, shape).items() if name in FAMILY)
    return f"{hit.message} => {hit.remedy}"


def test_the_words_of_a_look_up() -> None:
    assert message(LOOK_UP | EVERYBODY) == (
        "Anybody can read a chosen record (or nobody gets an answer, if Intercom refuses people it has "
        "not checked): users, leads and visitors can start it through Fin, no passcode is asked "
        "for (the default), token `4411` is attached, `order_id` picks the record: it stands behind "
        "`/orders/` => set `customer_authentication` to true"
    )


def test_the_words_of_a_bypass() -> None:
    raw = LOOK_UP | WITH_EMAIL | {"bypass_authentication": True, "token_ids": ["1", "2", "3", "4"]}
    assert message(raw) == (
        "Bypass lets anybody read a record of which they know two facts: visitors can start it "
        "through Fin, authentication is bypassed, tokens `1`, `2` and others are attached, `email` "
        "picks the person with `order_id`: it is sent as `email` => set `bypass_authentication` to false and `customer_authentication` to true"
    )


def test_the_words_of_a_workflow_with_bypass() -> None:
    raw = LOOK_UP | {
        "direct_fin_usage": False,
        "bypass_authentication": True,
        "token_ids": [],
        "headers": [{"name": "X-Shop-Token", "value": "x"}],
    }
    assert message(raw) == (
        "Bypass lends the credential to people nobody has checked: a workflow or a teammate starts "
        "it, authentication is bypassed, header `X-Shop-Token` is attached, `order_id` picks "
        "the record: it stands behind `/orders/` => set `bypass_authentication` to false"
    )


def test_the_words_of_a_bypass_whose_start_is_hidden() -> None:
    raw = LOOK_UP | {"bypass_authentication": True, "customer_authentication": False}
    assert "not checked: " not in message(raw | {"token_ids": []})
    assert message(without(raw, {"direct_fin_usage"}), E).startswith(
        "Bypass lends the credential to people nobody has checked: whether Fin starts it alone is "
        "not visible, authentication is bypassed"
    )


def test_the_words_of_a_form() -> None:
    raw = {
        "http_method": "post",
        "direct_fin_usage": True,
        "audiences": ["leads"],
        "url": "https://crm.io/leads",
    }
    assert message(raw) == (
        "Anybody can submit data: leads can start it through Fin, no passcode is asked for (the "
        "default), if a token is attached, nothing in the request picks a record => "
        "set `customer_authentication` to true"
    )
    assert "no credential is attached" in message(raw | {"token_ids": []})


def test_the_words_of_a_write_that_names_no_secret() -> None:
    raw = LOOK_UP | {"http_method": "put", "token_ids": ["sk_live_51Hexample"]}
    assert message(raw) == (
        "Anybody can change a chosen record: visitors can start it through Fin, no passcode is asked "
        "for (the default), a stored token is attached, `order_id` picks the record: it stands "
        "behind `/orders/` => set `direct_fin_usage` to false and call it from a workflow"
    )
    notes = {"http_method": "post", "url": "https://shop.io/orders/{{order_id}}/notes"}
    assert message(raw | notes).startswith("Anybody can act on a chosen record:")


def test_the_words_of_a_write_by_fin() -> None:
    raw = LOOK_UP | {"http_method": "put", "audiences": ["users"]}
    assert message(raw) == (
        "Fin can change data on its own with `put`: users can start it through Fin, no passcode is "
        "asked for (the default) => set `direct_fin_usage` to false and call it from a workflow"
    )
    assert message(raw | {"http_method": "post", "url": "https://shop.io/orders"}).startswith(
        "Fin can create data on its own with `post`"
    )
    cancels = {"http_method": "post", "url": "https://shop.io/orders/{{order_id}}/cancel"}
    assert message(raw | cancels).startswith(
        "Fin can change data on its own with `post` and `cancel`"
    )
    assert "a passcode is asked for =>" in message(raw | {"customer_authentication": True})


def test_the_words_of_a_contradiction() -> None:
    raw = LOOK_UP | {"customer_authentication": True, "bypass_authentication": True}
    assert message(raw) == (
        "`customer_authentication` asks for a passcode, `bypass_authentication` for no check at all"
        " => set `bypass_authentication` to false"
    )


def test_the_places_that_belong_to_a_look_up() -> None:
    raw = LOOK_UP | {"customer_authentication": False, "headers": [{"name": "Token", "value": "x"}]}
    hit = hits(raw)["anonymous-data-access"]
    assert hit.at == ("audiences",)
    assert [(related.at, related.fragment) for related in hit.related] == [
        (("direct_fin_usage",), None),
        (("customer_authentication",), None),
        (("token_ids",), None),
        (("headers", 0, "name"), None),
    ]
    (flow,) = hit.flows
    assert [(step.at, step.fragment) for step in flow.steps] == [
        (("data_inputs", 0, "name"), None),
        (("url",), (23, 35)),
    ]
