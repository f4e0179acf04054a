"""Authentication: the checks say what the table says, and count what they cannot see."""

import itertools
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dclint.analysis.access import table
from dclint.analysis.access.facts import gather_access_facts
from dclint.analysis.access.judgement import evaluate_access
from dclint.analysis.access.table import ROWS, Cell, Method, find_row
from dclint.analysis.selectors import Selector
from dclint.base.pointer import resolve_pointer
from dclint.checks.authentication import access as authentication
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset import registry as ruleset
from dclint.ruleset.python_checks import load_check

Raw = dict[str, Any]
READ, CREATE, MODIFY = Method
NONE, REF, PAIR, PERSON = Selector
PEOPLE = ("users", "leads", "visitors")
AUDIENCES = [frozenset(c) for n in range(4) for c in itertools.combinations(PEOPLE, n)]
SWITCH = (False, True)
CELLS = [
    Cell(*values)
    for values in itertools.product(SWITCH, AUDIENCES, SWITCH, SWITCH, SWITCH, Method, Selector)
]

# The rules of which one row fires at most one.
FAMILY: dict[str, Callable[[Connector], Iterator[Hit | NotObservable]]] = {
    "contradictory-authentication": authentication.contradictory_authentication,
    "auth-bypass-exposes-data": authentication.auth_bypass_exposes_data,
    "anonymous-data-access": authentication.anonymous_data_access,
    "unauthenticated-write": authentication.unauthenticated_write,
    "fin-triggered-write": authentication.fin_triggered_write,
}
CHECKS = FAMILY | {
    "fin-triggered-delete": authentication.fin_triggered_delete,
    "fin-audience-unspecified": authentication.fin_audience_unspecified,
    "otp-without-email": authentication.otp_without_email,
}


def hits(raw: Raw, shape: Shape = Shape.DEFINITION) -> dict[str, Hit]:
    """What each rule reports: one hit at most."""
    connector = load_connector(raw, shape)
    found: dict[str, Hit] = {}
    for name, check in CHECKS.items():
        for outcome in check(connector):
            if isinstance(outcome, Hit):
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


REQUESTS: dict[Method, Raw] = {
    READ: {"http_method": "get"},
    CREATE: {"http_method": "post"},
    MODIFY: {"http_method": "patch"},
}
INPUTS: dict[Selector, tuple[str, ...]] = {
    NONE: ("words",),
    REF: ("order_id",),
    PAIR: ("order_id", "email"),
    PERSON: ("email",),
}


def cell_of(audience: str, method: Method, selector: Selector, **facts: bool) -> Cell:
    """A cell that Fin may start, without anything else that is not said."""
    switches = {"fin": True, "passcode": False, "bypass": False, "credential": False} | facts
    return Cell(audience=frozenset({audience}), method=method, selector=selector, **switches)


def definition(cell: Cell) -> Raw:
    """A connector that says all of `cell`."""
    names = INPUTS[cell.selector]
    return {
        "name": "A connector",
        **REQUESTS[cell.method],
        "url": "https://api.velowerk.ch/v1/" + "/".join(f"{{{{{name}}}}}" for name in names),
        "body": "",
        "headers": [],
        "direct_fin_usage": cell.fin,
        "audiences": sorted(cell.audience),
        "customer_authentication": cell.passcode,
        "bypass_authentication": cell.bypass,
        "token_ids": ["4411"] if cell.credential else [],
        "data_inputs": [{"name": name} for name in names],
    }


def test_the_rules_of_the_table_are_rule_files() -> None:
    rules = ruleset.load_rules()
    named = {each.rule for each in ROWS} | {each.if_bypassed for each in ROWS}
    assert named - {None} == set(FAMILY)
    for name, check in CHECKS.items():
        assert load_check(rules[name]) is check
    assert all((each.rule is None) == (each.severity is None) for each in ROWS)


def test_the_checks_report_what_the_table_says() -> None:
    for cell in CELLS:
        if not cell.audience:
            continue
        found = hits(definition(cell))
        expected = find_row(cell)
        severities = {name: hit.severity for name, hit in found.items() if name in FAMILY}
        if expected.rule is None:
            assert severities == {}
        elif expected.name == "A1":
            assert severities == {expected.rule: None}
        else:
            bypassed = expected.if_bypassed if cell.bypass else None
            assert severities == {bypassed or expected.rule: expected.severity}
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
    (cell_of("visitors", MODIFY, NONE, credential=True), True),
    (cell_of("visitors", MODIFY, REF, credential=True), False),  # an error of another rule
    (cell_of("visitors", MODIFY, REF), True),  # only a warning of it
]


@pytest.mark.parametrize(("cell", "reported"), DELETES)
def test_fin_deletes(cell: Cell, *, reported: bool) -> None:
    raw = definition(cell) | {"http_method": "delete"}
    assert ("fin-triggered-delete" in hits(raw)) is reported


CHOICES = [
    ("words", NONE),
    ("postcode", NONE),  # a factor alone chooses nobody
    ("postcode last_name", NONE),
    ("order_id", REF),
    ("order_id invoice_id", REF),  # records only
    ("order_id words", REF),
    ("email", PERSON),
    ("email words", PERSON),
    ("order_id email", PAIR),
    ("order_id postcode", PAIR),
    ("email postcode", PAIR),
    ("email customer_id", PAIR),
    ("order_id invoice_id email", PAIR),
]


@pytest.mark.parametrize(("names", "expected"), CHOICES)
def test_inputs_choose_together(names: str, expected: Selector) -> None:
    raw = {
        "body": "".join(f"{{{{ {name} }}}}" for name in names.split()),
        "data_inputs": [{"name": name} for name in names.split()],
    }
    assert gather_access_facts(load_connector(raw, Shape.DEFINITION)).selector.values == (expected,)


ORDER = {"data_inputs": [{"name": "order_id"}]}
OPEN_METHOD = ("read", "create", "modify")
D, E = Shape.DEFINITION, Shape.DETAIL

FACTS: list[tuple[str, Raw, Shape, tuple[object, ...], tuple[str, ...]]] = [
    ("fin", {}, D, (False,), ()),
    ("fin", {}, E, (False, True), ("direct_fin_usage",)),
    ("fin", {"direct_fin_usage": "yes"}, D, (False, True), ("direct_fin_usage",)),
    ("passcode", {"customer_authentication": True}, E, (True,), ()),
    ("bypass", {}, Shape.PATCH, (False, True), ("bypass_authentication",)),
    ("credential", {"token_ids": ["1"]}, D, (True,), ()),
    ("credential", {"token_ids": []}, D, (False,), ()),
    ("credential", {}, D, (False, True), ("token_ids",)),
    ("credential", {}, E, (False, True), ("token_ids", "headers")),
    ("credential", {"token_ids": []}, E, (False, True), ("headers",)),
    ("credential", {"headers": [{"name": " X-Api-Key "}]}, E, (True,), ()),  # redacted, but there
    ("credential", {"headers": [{"name": "Accept"}], "token_ids": []}, E, (False,), ()),
    ("credential", {"headers": [{"name": 7}], "token_ids": []}, D, (False, True), ("headers",)),
    ("credential", {"headers": ["x"], "token_ids": []}, D, (False, True), ("headers",)),
    ("credential", {"headers": [{"value": "x"}], "token_ids": []}, D, (False,), ()),
    ("method", {"http_method": "get"}, D, ("read",), ()),
    ("method", {"http_method": "delete"}, E, ("modify",), ()),
    ("method", {}, D, OPEN_METHOD, ("http_method",)),
    ("method", {"http_method": "GET"}, D, OPEN_METHOD, ("http_method",)),
    ("method", {"http_method": "post"}, D, ("create",), ()),
    ("method", {"http_method": "post"}, E, ("read", "create"), ("url",)),
    ("method", {"http_method": "post", "url": None}, D, ("create",), ()),
    ("selector", {"data_inputs": []}, E, ("none",), ()),
    ("selector", {}, D, ("none",), ()),
    ("selector", {"url": "https://a.io/{{order_id}}"}, D, ("none",), ()),  # not declared
    ("selector", {"url": "https://a.io/{{order_id}}"} | ORDER, D, ("ref",), ()),
    ("selector", {"url": "https://a.io/{{order_id | upper}}"} | ORDER, D, ("ref",), ()),
    ("selector", {"url": "https://a.io/"} | ORDER, D, ("none",), ()),  # not used
    ("selector", {"url": 7} | ORDER, D, ("none", "ref"), ("url",)),
    ("selector", {"url": "https://a.io/{{order_id}}", "body": {}} | ORDER, D, ("ref",), ()),
    (
        "selector",
        {"url": "https://a.io/", "body": "", "headers": [{"name": "A", "value": "****"}]} | ORDER,
        E,
        ("none", "ref"),
        ("headers[].value",),
    ),
    (
        "selector",
        {"url": "https://a.io/{{email}}", "body": "", "headers": []},
        E,
        ("none", "person"),
        ("data_inputs",),
    ),
    ("selector", {"url": "https://a.io/", "body": "", "headers": []}, E, ("none",), ()),
    (
        "selector",
        {},
        E,
        ("none", "ref", "pair", "person"),
        ("data_inputs", "url", "body", "headers"),
    ),
    (
        "selector",
        {"url": "https://a.io/{{order_id}}/{{email}}", "data_inputs": [{"name": 7}]},
        D,
        ("none", "ref", "pair", "person"),
        ("data_inputs[].name",),
    ),
    (
        "selector",
        {"url": "https://a.io/{{order_id}}", "data_inputs": [{"name": "order_id"}, 7], "body": 7},
        D,
        ("ref", "pair"),
        ("data_inputs[].name", "body"),
    ),
    # A dotted name is an attribute's, even if an input is declared under it.
    (
        "selector",
        {"url": "https://a.io/{{order.id}}", "data_inputs": [{"name": "order.id"}]},
        D,
        ("none",),
        (),
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
        ([], {True, False}, {True, False}),
        (["everyone"], {True, False}, {True, False}),
        (["users", "users"], {True}, {False}),
    ],
)
def test_an_audience(audiences: list[str], users: set[bool], strangers: set[bool]) -> None:
    values = gather_access_facts(load_connector({"audiences": audiences}, D)).audience.values
    assert {"users" in each for each in values} == users
    assert {not each <= table.USERS for each in values} == strangers


POSTS = {
    "https://a.io/orders": "create",
    "https://a.io/orders/search": "read",
    "https://a.io/orders/Search/": "read",
    "https://a.io/orders/_search?q=1": "read",
    "https://a.io/v1/orders:lookup": "read",
    "https://a.io/v1/order:search/cancel": "create",
    "https://a.io/orders/{{search}}": "create",  # a placeholder is no word
    "https://a.io/orders/search{{x}}": "create",
    "https://a.io/{{order/id}}": "create",
    "https://a.io/search?next=/orders": "read",
    "https://a.io/search#/orders": "read",
    "https://a.io/research": "create",
    "https://search": "create",  # a host is no path
    "https://a.io": "create",
    "a.io/graphql": "read",
    "https://a.io/admin/api/2026-07/graphql.json": "read",
    "https://a.io/v2/search.JSON?page=1": "read",
    "https://a.io/orders.json": "create",
    "https://a.io/search.json.bak": "create",
}


@pytest.mark.parametrize(("url", "expected"), POSTS.items())
def test_a_post_reads_if_its_path_says_so(url: str, expected: str) -> None:
    raw = {"http_method": "post", "url": url}
    assert gather_access_facts(load_connector(raw, D)).method.values == (expected,)


GRAPHQL = {
    '{"query": "query { orders }"}': "read",
    '{"query": "{ mutation }"}': "read",
    '{"query": "mutation { cancel }"}': "create",
    '{"query":"\\n  # a remark \\"so\\"\\n  mutation Cancel($id: ID!) { cancel }"}': "create",
    '{"operationName": "Cancel", "query" : "mutation Cancel { cancel }"}': "create",
    '{"query": "mutations"}': "read",
    '{"query": "# mutation\\n query { a }"}': "read",
    "mutation { cancel }": "create",
    "# a remark\nmutation { cancel }": "create",
    "{ orders }": "read",
}


@pytest.mark.parametrize(("body", "expected"), GRAPHQL.items())
def test_a_graphql_mutation_is_a_write(body: str, expected: str) -> None:
    raw = {"http_method": "post", "url": "https://a.io/graphql", "body": body}
    assert gather_access_facts(load_connector(raw, D)).method.values == (expected,)


def test_a_hidden_body_may_be_a_mutation() -> None:
    fact = gather_access_facts(
        load_connector({"http_method": "post", "url": "https://a.io/graphql"}, E)
    ).method
    assert (fact.values, fact.missing) == (("read", "create"), ("body",))


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
    cell=st.sampled_from([cell for cell in CELLS if cell.audience]),
    delete=st.booleans(),
    hidden=st.sets(st.sampled_from(HIDEABLE)),
    more=st.sets(st.sampled_from(HIDEABLE)),
)
def test_learning_a_fact_sharpens_a_verdict_and_never_contradicts_it(
    *, cell: Cell, delete: bool, hidden: set[str], more: set[str]
) -> None:
    whole = definition(cell)
    if delete and cell.method is MODIFY:
        whole["http_method"] = "delete"
    raw, less = without(whole, hidden), without(whole, hidden | more)
    after, before = hits(raw, E), hits(less, E)
    assert weight(before) <= weight(after)
    missing = unobserved(less, E)
    for name, hit in after.items():
        reported = severity_of(name, before[name]) if name in before else 0
        assert reported >= severity_of(name, hit) or name in missing
    for name in ("contradictory-authentication", "fin-triggered-delete", "otp-without-email"):
        assert name not in before or name in after
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
    assert unobserved(raw, Shape.SUMMARY)["fin-triggered-delete"] == [
        *("audiences", "customer_authentication", "bypass_authentication"),
        *("token_ids", "headers", "data_inputs", "url", "body"),
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
    assert hits(raw)["anonymous-data-access"].severity is Severity.INFO
    assert unobserved(raw) == {"anonymous-data-access": ["token_ids"]}


def test_an_unknown_bypass_is_reported_as_an_omission() -> None:
    raw = LOOK_UP | {"customer_authentication": False}
    assert list(hits(raw, E)) == ["anonymous-data-access"]
    assert unobserved(raw, E) == {"auth-bypass-exposes-data": ["bypass_authentication"]}


def test_an_unknown_method_does_not_hide_that_a_record_is_open() -> None:
    raw = without(LOOK_UP, {"http_method"})
    found = hits(raw)
    assert {name: hit.severity for name, hit in found.items()} == {"anonymous-data-access": "error"}
    assert found["anonymous-data-access"].message.startswith("Anybody can look up or change a")
    assert unobserved(raw) == {"unauthenticated-write": ["http_method"]}
    assert unobserved(raw | {"token_ids": []}) == {
        "unauthenticated-write": ["http_method"],
        "fin-triggered-delete": ["http_method"],
    }


def test_an_unknown_method_with_a_person_is_at_least_a_form() -> None:
    raw = definition(cell_of("visitors", READ, PERSON, credential=True))
    found = hits(without(raw, {"http_method"}))
    assert {name: hit.at for name, hit in found.items()} == {"unauthenticated-write": ()}
    assert found["unauthenticated-write"].message.startswith(
        "Anybody can make this call, whether it reads or writes"
    )


def test_an_empty_audience_counts_as_users_and_is_reported_itself() -> None:
    raw = LOOK_UP | {"audiences": []}
    assert list(hits(raw)) == ["fin-audience-unspecified"]
    assert unobserved(raw) == {"anonymous-data-access": ["audiences"]}


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
    (PASSCODE, D, "audiences"),
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
    assert evaluate_access(load_connector(raw, shape)).table_match.row.name == name
    assert {rule: hit.severity for rule, hit in hits(raw, shape).items()} == expected
    assert unobserved(raw, shape) == {}


def message(raw: Raw, shape: Shape = D) -> str:
    (hit,) = (hit for name, hit in hits(raw, shape).items() if name in FAMILY)
    return f"{hit.message} => {hit.remedy}"


def test_the_words_of_a_look_up() -> None:
    assert message(LOOK_UP | EVERYBODY) == (
        "Anybody can look up a record (or nobody gets an answer, if Intercom refuses people it has "
        "not checked): users, leads and visitors can start it through Fin, no passcode is asked "
        "for (the default), token `4411` is attached, the record is chosen by `order_id` => "
        "set `customer_authentication` to true"
    )


def test_the_words_of_a_bypass() -> None:
    raw = LOOK_UP | WITH_EMAIL | {"bypass_authentication": True, "token_ids": ["1", "2", "3", "4"]}
    assert message(raw) == (
        "Bypass lets anybody look up a record: visitors can start it through Fin, authentication "
        "is bypassed, tokens `1`, `2` and others are attached, the record is chosen by `order_id` "
        "and `email` => set `bypass_authentication` to false and `customer_authentication` to true"
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
        "it, authentication is bypassed, header `X-Shop-Token` is attached, the record is chosen "
        "by `order_id` => set `bypass_authentication` to false"
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
        "default), no credential is visible, no input looks like a record number => "
        "set `customer_authentication` to true"
    )
    assert "whether an input chooses the record is not visible" in message(
        raw | {"customer_authentication": False, "bypass_authentication": False}, E
    )


def test_the_words_of_a_write_that_names_no_secret() -> None:
    raw = LOOK_UP | {"http_method": "put", "token_ids": ["sk_live_51Hexample"]}
    assert message(raw) == (
        "Anybody can change data: visitors can start it through Fin, no passcode is asked for (the "
        "default), a stored token is attached, the record is chosen by `order_id` => "
        "set `direct_fin_usage` to false and call it from a workflow"
    )
    assert message(raw | {"http_method": "post"}).startswith("Anybody can act on a chosen record:")


def test_the_words_of_a_write_by_fin() -> None:
    raw = LOOK_UP | {"http_method": "put", "audiences": ["users"]}
    assert message(raw) == (
        "Fin can change data on its own with `put`: users can start it through Fin, no passcode is "
        "asked for (the default) => set `direct_fin_usage` to false and call it from a workflow"
    )
    assert message(raw | {"http_method": "post"}).startswith("Fin can create data on its own")
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
