"""Values of the response that are stored: onto what, from which path, on whose word."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dclint.analysis.response_paths import parse_field_path
from dclint.base.pointer import Pointer, resolve_pointer
from dclint.checks.responses import mapping_paths, mappings
from dclint.findings.hit import Hit, NotApplicable, NotObservable
from dclint.model.connector import Connector
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome | NotApplicable]]
Raw = dict[str, Any]

IDENTITY, DUPLICATE = (
    mappings.identity_attribute_overwrite,
    mappings.duplicate_mapping_target,
)
CLIENT_SIDE, UNAUTHENTICATED = (mappings.client_side_mapping, mappings.unauthenticated_mapping)
PATH = mapping_paths.mapping_unknown_path
EXPORT = {"type": "data_connector", "name": "x", "url": "https://a.io/"}
TYPE = "object_mappings[].intercom_object_type"


def run(check: Check, raw: Raw) -> tuple[list[Pointer], list[str]]:
    """Where a check finds something, and which facts it could not see."""
    outcomes = list(check(load_connector(raw, shape_of(raw))))
    hits = [outcome.at for outcome in outcomes if isinstance(outcome, Hit)]
    assert len(set(hits)) == len(hits), "one hit a pointer"
    for at in hits:
        resolve_pointer(raw, at)
    return hits, [outcome.fact for outcome in outcomes if isinstance(outcome, NotObservable)]


def hit(check: Check, raw: Raw) -> Hit:
    (found,) = [o for o in check(load_connector(raw, shape_of(raw))) if isinstance(o, Hit)]
    return found


def onto(kind: Any, *identifiers: Any, links: Any = (), path: str = "a") -> Raw:
    """An object mapping onto `kind` that fills `identifiers`; `links` are type and identifier."""
    return {
        "response_object_path": "",
        "intercom_object_type": kind,
        "attribute_mappings": [
            {"response_attribute_path": path, "intercom_attribute_identifier": identifier}
            for identifier in identifiers
        ],
        "reference_mappings": [
            {"intercom_object_type": kind, "intercom_attribute_identifier": identifier}
            for kind, identifier in links
        ],
    }


def mapped(*object_mappings: Any, **more: Any) -> Raw:
    return {"name": "x", "object_mappings": list(object_mappings), **more}


def attribute(mapping: int, number: int) -> Pointer:
    at = ("object_mappings", mapping, "attribute_mappings", number)
    return (*at, "intercom_attribute_identifier")


def link(mapping: int, number: int, member: str = "intercom_attribute_identifier") -> Pointer:
    return ("object_mappings", mapping, "reference_mappings", number, member)


IDENTITIES = [
    *("email", "user_id", "external_id", "id", "phone", "role", "verified_email"),
    *("email_verified", "user_hash", "contact_id", "lead_id", "unsubscribed_from_emails"),
    *("user.email", "contact.phone", "Email", "userId", "user id", "external-id", " email "),
    *("user[email]", "/user/email", "user['email']"),
]
NO_IDENTITIES = [
    *("custom_attributes.email", "user.custom_attributes.role", "custom_attributes.a.id"),
    *("customAttributes.email", "custom_data.email", "custom_attributes['id']"),
    *("name", "emails", "email_provider", "order_id", "e_mail", "role_name", "", "."),
]


@pytest.mark.parametrize("identifier", IDENTITIES)
def test_an_identity_of_a_person_is_not_filled(identifier: str) -> None:
    assert run(IDENTITY, mapped(onto("user", identifier))) == ([attribute(0, 0)], [])


@pytest.mark.parametrize("identifier", NO_IDENTITIES)
def test_other_attributes_of_a_person_may_be_filled(identifier: str) -> None:
    assert run(IDENTITY, mapped(onto("user", identifier))) == ([], [])


@pytest.mark.parametrize("identifier", IDENTITIES)
def test_a_conversation_has_no_identity(identifier: str) -> None:
    assert run(IDENTITY, mapped(onto("conversation", identifier))) == ([], [])


def test_the_last_name_of_the_identifier_is_marked() -> None:
    found = hit(IDENTITY, mapped(onto("user", "email.user.email")))
    assert found.fragment == (11, 16)
    assert found.message == "A value of the response overwrites `email` of the person"


def test_every_mapping_is_looked_at() -> None:
    raw = mapped(onto("user", "name", "phone", links=[("user", "id")]), onto("user", "email"))
    assert run(IDENTITY, raw)[0] == [attribute(0, 1), link(0, 0), attribute(1, 0)]


def test_a_link_has_an_object_type_of_its_own() -> None:
    links = [("conversation", "id"), ("user", "id")]
    assert run(IDENTITY, mapped(onto("conversation", links=links))) == ([link(0, 1)], [])
    assert run(IDENTITY, mapped(onto("user", links=links[:1]))) == ([], [])


def without(raw: Raw, member: str) -> Raw:
    return {name: value for name, value in raw.items() if name != member}


ATTRIBUTES, REFERENCES = (
    "object_mappings[].attribute_mappings",
    "object_mappings[].reference_mappings",
)
IDENTIFIER = "attribute_mappings[].intercom_attribute_identifier"

UNSEEN: list[tuple[Any, list[str], list[str]]] = [
    # mapping, facts in a definition, facts in an export
    (onto("user", "name"), [], []),
    (onto("company", "email"), [TYPE], [TYPE]),
    (without(onto("user", "email"), "intercom_object_type"), [TYPE], [TYPE]),
    (onto("company", "name"), [], []),
    (without(onto("user"), "attribute_mappings"), [], [ATTRIBUTES]),
    (without(onto("user"), "reference_mappings"), [], [REFERENCES]),
    (onto("user", 5), [IDENTIFIER], [IDENTIFIER]),
    ({**onto("user"), "attribute_mappings": [{}]}, [], [IDENTIFIER]),
    ({**onto("user"), "attribute_mappings": {}}, [ATTRIBUTES], [ATTRIBUTES]),
    ("email", [ATTRIBUTES, REFERENCES], [ATTRIBUTES, REFERENCES]),
]


@pytest.mark.parametrize(("mapping", "defined", "exported"), UNSEEN)
def test_an_identity_that_cannot_be_seen_is_not_reported(
    mapping: Any, defined: list[str], exported: list[str]
) -> None:
    assert run(IDENTITY, mapped(mapping)) == ([], defined)
    assert run(IDENTITY, EXPORT | mapped(mapping)) == ([], exported)


def test_without_mappings_nothing_is_overwritten() -> None:
    for raw in ({"name": "x"}, mapped(), mapped(object_mappings=5)):
        assert run(IDENTITY, raw) == run(DUPLICATE, raw) == run(PATH, raw) == ([], [])


TARGETS: list[tuple[list[Raw], list[Pointer]]] = [
    ([onto("user", "a", "a")], [attribute(0, 1)]),
    ([onto("user", "a", "b", "a", "a")], [attribute(0, 2), attribute(0, 3)]),
    ([onto("user", "a"), onto("user", " a\t")], [attribute(1, 0)]),
    ([onto("user", "a", links=[("user", "a")])], [link(0, 0)]),
    ([onto("conversation", links=[("user", "a")]), onto("user", "a")], [attribute(1, 0)]),
    ([onto("user", "a"), onto("conversation", "a")], []),
    ([onto("user", "a", "A")], []),
    ([onto("user", "a", "user.a")], []),
    ([onto("user", "a", links=[("conversation", "a")])], []),
    ([onto("user", links=[("user", "a"), ("user", "a")])], []),  # a list of links
    ([onto("user", "", " ", "")], []),  # no attribute
]


@pytest.mark.parametrize(("object_mappings", "expected"), TARGETS)
def test_the_later_of_two_mappings_is_reported(
    object_mappings: list[Raw], expected: list[Pointer]
) -> None:
    assert run(DUPLICATE, mapped(*object_mappings)) == (expected, [])


def test_the_earlier_mapping_belongs_to_the_story() -> None:
    found = hit(DUPLICATE, mapped(onto("user", "a"), onto("user", "a")))
    assert found.message == ("Another mapping fills `a` of the user already; the last value stays")
    assert [related.at for related in found.related] == [attribute(0, 0)]


OPEN_TYPES: list[tuple[list[Raw], list[str]]] = [
    ([onto("company", "a", "a")], [TYPE]),
    ([onto("company", "a"), onto("user", "a")], [TYPE]),
    ([onto("user", "a"), onto("company", "a")], [TYPE]),
    ([onto("company", "a"), onto("user", "b")], []),
    ([onto("company", "", "")], []),
    ([onto("user", 5, 5)], [IDENTIFIER, IDENTIFIER]),
]


@pytest.mark.parametrize(("object_mappings", "facts"), OPEN_TYPES)
def test_of_which_object_an_attribute_is_may_be_open(
    object_mappings: list[Raw], facts: list[str]
) -> None:
    assert run(DUPLICATE, mapped(*object_mappings)) == ([], facts)


def reading(path: Any, base: Any = "", *, fields: Any = ("status",), **more: Any) -> Raw:
    """A connector with one mapping, that reads `path` below `base`."""
    part = {"response_attribute_path": path, "intercom_attribute_identifier": "a"}
    whole = {
        "response_object_path": base,
        "intercom_object_type": "user",
        "attribute_mappings": [part],
        "reference_mappings": [],
    }
    response = [{"path": p, "type": "string", "redacted": False} for p in fields]
    return {"name": "x", "response_fields": response, "object_mappings": [whole], **more}


AT = ("object_mappings", 0, "attribute_mappings", 0, "response_attribute_path")

KNOWN = [
    ("status", "", ["status"]),
    ("status", "order", ["status"]),  # by itself
    ("status", "order", ["order.status"]),  # below the object
    ("order.status", "order", ["order.status"]),  # written in full
    ("order", "", ["order.status"]),  # an object
    ("order", "shop", ["shop.order.status"]),
    ("", "", ["status"]),  # the whole response
    ("$", "order", ["order.status"]),
    ("items[0].id", "", ["items[].id"]),
    ("items.0.id", "", ["items[].id"]),
    ("items[].id", "", ["items[3].id"]),
    ("items.*.id", "", ["items.id"]),
    ("$.items[*].id", "", ["items[].id"]),
    ("/items/0/id", "", ["$.items[0].id"]),
    ("id", "items[0]", ["items[].id"]),
    ("[0].id", "items", ["items[].id"]),
    ("tags[0]", "", ["tags[]"]),
    ("tags", "", ["tags[]"]),
    ("id", "[0]", ["[].id"]),
    ("a", "", ["a", "a.b"]),
]
UNKNOWN = [
    ("status_text", "", ["status"]),
    ("Status", "", ["status"]),
    ("stat", "", ["status"]),  # no prefix in names
    ("status", "", ["order.status"]),
    ("status", "ordr", ["order.status"]),
    ("order.status", "order", ["status"]),
    ("status.code", "", ["status"]),
    ("items.id", "", ["item.id"]),
    ("order.total", "", ["order.status", "total"]),
    ("b", "a", ["a", "a.c"]),
]


@pytest.mark.parametrize(("path", "base", "fields"), KNOWN)
def test_a_path_is_a_field_or_an_object_around_one(path: str, base: str, fields: list[str]) -> None:
    assert run(PATH, reading(path, base, fields=fields)) == ([], [])


@pytest.mark.parametrize(("path", "base", "fields"), UNKNOWN)
def test_another_path_is_reported(path: str, base: str, fields: list[str]) -> None:
    assert run(PATH, reading(path, base, fields=fields)) == ([AT], [])


@pytest.mark.parametrize(
    ("path", "base", "fields", "message", "remedy"),
    [
        ("stauts", "", ["status"], "The response has no field `stauts`", "write `status`"),
        (
            "statusText",
            "",
            ["status_text"],
            "The response has no field `statusText`",
            "write `status_text`",
        ),
        (
            "totl",
            "order",
            ["order.total"],
            "The response has no field `totl`, neither by itself nor in `order`",
            "write `total`",
        ),
        ("eta", "", ["status"], "The response has no field `eta`", None),
        (
            "stauts",
            "",
            ["status", *map(str, range(200))],
            "The response has no field `stauts`",
            None,
        ),
        ("x" * 101, "", ["x" * 99], f"The response has no field `{'x' * 39}…`", None),
        ("a`b\n", "", ["status"], "The response has no field `a'b\\n`", None),
    ],
)
def test_the_nearest_field_is_suggested(
    path: str, base: str, fields: list[str], message: str, remedy: str | None
) -> None:
    found = hit(PATH, reading(path, base, fields=fields))
    assert (found.message, found.remedy) == (message, remedy)


OPEN: list[tuple[Raw, list[str]]] = [
    (reading("eta", fields=[]), ["response_fields"]),
    ({**reading("eta"), "response_fields": 5}, ["response_fields"]),
    (without(reading("eta"), "response_fields"), ["response_fields"]),
    (EXPORT | without(reading("eta"), "response_fields"), ["response_fields"]),
    (
        {**reading("eta"), "response_fields": [{"path": "a"}, {"path": 5}]},
        ["response_fields[].path"],
    ),
    (
        {**EXPORT, **reading("eta"), "response_fields": [{"path": "a", "type": "string"}, {}]},
        ["response_fields[].path"],
    ),
    (reading("eta", base=5), ["object_mappings[].response_object_path"]),
    (reading(5), ["attribute_mappings[].response_attribute_path"]),
    (
        {**reading(""), "response_fields": [{"path": "a", "type": "unknown"}]}
        | {"object_mappings": [onto("user", "x", path="a.b.c")]},
        ["response_fields[].type"],
    ),
    (
        {**EXPORT, **reading("a.b"), "response_fields": [{"path": "a"}]},
        ["response_fields[].type"],
    ),
]


@pytest.mark.parametrize(("raw", "facts"), OPEN)
def test_a_path_that_may_exist_is_not_reported(raw: Raw, facts: list[str]) -> None:
    assert run(PATH, raw) == ([], facts)


def test_a_field_of_unknown_type_opens_only_what_is_below_it() -> None:
    fields = [{"path": "extras", "type": "unknown"}, {"path": "extras.size", "type": "string"}]
    for path, expected in (("extras.size", []), ("extra.size", [AT]), ("extras", [])):
        raw = reading(path) | {"response_fields": fields}
        assert run(PATH, raw) == (expected, [])


def test_among_very_many_mappings_nothing_is_suggested() -> None:
    raw = reading("stauts")
    raw["object_mappings"].append(onto("user", *["a"] * 200, path="status"))
    assert hit(PATH, raw).remedy is None
    raw["object_mappings"][1]["attribute_mappings"].pop()
    assert hit(PATH, raw).remedy == "write `status`"


def test_mappings_that_cannot_be_seen_are_not_judged() -> None:
    raw = reading("eta")
    raw["object_mappings"][0] = {"attribute_mappings": 5}
    assert run(PATH, raw) == ([], [ATTRIBUTES])
    nothings: list[dict[str, Any]] = [{"attribute_mappings": [{}]}, {}]
    for nothing in nothings:
        raw["object_mappings"][0] = nothing
        assert run(PATH, raw) == ([], [])


USER = ("object_mappings", 0, "intercom_object_type")

PEOPLE: list[tuple[list[Any], list[Pointer], list[str]]] = [
    # mappings, places at which something is stored on a person, facts that are missing
    ([onto("user", "plan")], [USER], []),
    ([onto("conversation", "plan")], [], []),
    ([onto("user")], [], []),  # it stores nothing
    ([without(onto("user"), "attribute_mappings")], [USER], []),  # it does not say what
    (
        [onto("conversation", "a"), onto("user", "b"), onto("user", "c")],
        [("object_mappings", 1, USER[2]), ("object_mappings", 2, USER[2])],
        [],
    ),
    (
        [onto("conversation", links=[("conversation", "a"), ("user", "b"), ("user", "c")])],
        [link(0, 1, "intercom_object_type")],
        [],
    ),
    ([onto("user", "a", links=[("user", "b")])], [USER], []),
    ([onto("company", "a")], [], [TYPE]),
    ([onto("company")], [], []),
    ([onto("user", "a"), onto("company", "b")], [USER], [TYPE]),
    (
        [onto("conversation", links=[("company", "a")])],
        [],
        ["reference_mappings[].intercom_object_type"],
    ),
    ([], [], []),
]

OPEN_DOOR = {"direct_fin_usage": True, "audiences": ["leads"], "customer_authentication": False}


@pytest.mark.parametrize(("object_mappings", "places", "facts"), PEOPLE)
def test_what_is_stored_on_people(
    object_mappings: list[Any], places: list[Pointer], facts: list[str]
) -> None:
    raw = mapped(*object_mappings, execution_type="client_side")
    assert run(CLIENT_SIDE, raw) == (places, facts)
    assert run(UNAUTHENTICATED, mapped(*object_mappings, **OPEN_DOOR)) == (places, facts)


EXECUTIONS: list[tuple[Raw, list[str]]] = [
    ({"execution_type": "server_side"}, []),
    ({"execution_type": None}, ["execution_type"]),
    ({"execution_type": 5}, ["execution_type"]),
    ({}, []),  # the API creates no function in a page
    (EXPORT, ["execution_type"]),
    ({"execution_type": "client_side", "object_mappings": 5}, ["object_mappings"]),
    ({"object_mappings": 5}, []),
    ({**EXPORT, "object_mappings": 5}, ["execution_type", "object_mappings"]),
    ({"object_mappings": []}, []),
    ({"object_mappings": [onto("conversation", "a")]}, []),
    (
        {**EXPORT, "execution_type": "client_side", "object_mappings": []},
        [],
    ),
    (
        {
            **EXPORT,
            "execution_type": "client_side",
            "object_mappings": [without(onto("conversation"), "reference_mappings")],
        },
        [REFERENCES],
    ),
]


@pytest.mark.parametrize(("more", "facts"), EXECUTIONS)
def test_only_a_page_is_doubted(more: Raw, facts: list[str]) -> None:
    assert run(CLIENT_SIDE, mapped(onto("user", "plan")) | more) == ([], facts)


@pytest.mark.parametrize(
    ("mapping", "what"),
    [
        (onto("user", "plan"), "`plan`"),
        (onto("user", "plan", "tier", 5), "`plan` and `tier`"),
        (onto("conversation", links=[("user", "baskets")]), "`baskets`"),
        (without(onto("user"), "attribute_mappings"), "attributes"),
    ],
)
def test_a_message_names_what_is_stored(mapping: Raw, what: str) -> None:
    page = hit(CLIENT_SIDE, mapped(mapping, execution_type="client_side"))
    assert page.message == f"The customer's own browser supplies {what} of the person"
    assert [related.at for related in page.related] == [("execution_type",)]
    stranger = hit(UNAUTHENTICATED, mapped(mapping, **OPEN_DOOR))
    assert stranger.message == (
        f"Leads can change {what} of the person through Fin, and no passcode is asked for"
    )


DOORS: list[tuple[Raw, bool, list[str]]] = [
    # what differs from an open door, is it reported, facts that are missing
    ({}, True, []),
    ({"audiences": ["visitors"]}, True, []),
    ({"audiences": ["users", "leads", "visitors"]}, True, []),
    ({"audiences": ["users"]}, False, []),
    ({"audiences": []}, False, ["audiences"]),
    ({"audiences": None}, False, ["audiences"]),
    ({"direct_fin_usage": False}, False, []),
    ({"direct_fin_usage": None}, False, ["direct_fin_usage"]),
    ({"customer_authentication": True}, False, []),
    ({"customer_authentication": "no"}, False, ["customer_authentication"]),
    ({"customer_authentication": "no", "audiences": ["users"]}, False, []),
    ({"direct_fin_usage": 1, "audiences": []}, False, ["direct_fin_usage", "audiences"]),
    ({"object_mappings": 5}, False, ["object_mappings"]),
    ({"object_mappings": 5, "audiences": []}, False, ["object_mappings", "audiences"]),
    ({"object_mappings": 5, "direct_fin_usage": False}, False, []),
    ({"object_mappings": [], "audiences": []}, False, []),
    ({"bypass_authentication": True}, True, []),
]


@pytest.mark.parametrize(("more", "is_found", "facts"), DOORS)
def test_every_fact_must_leave_the_door_open(
    more: Raw, facts: list[str], *, is_found: bool
) -> None:
    raw = mapped(onto("user", "plan"), **OPEN_DOOR) | more
    assert run(UNAUTHENTICATED, raw) == ([USER] if is_found else [], facts)


ABSENT_FACTS = [
    # member that is absent, is a definition reported, facts missing there, facts in an export
    ("customer_authentication", True, [], ["customer_authentication"]),
    ("direct_fin_usage", False, [], ["direct_fin_usage"]),
    ("audiences", False, ["audiences"], ["audiences"]),
    ("object_mappings", False, [], ["object_mappings"]),
]


@pytest.mark.parametrize(("member", "is_found", "defined", "exported"), ABSENT_FACTS)
def test_silence_means_the_default_in_a_definition_only(
    member: str, defined: list[str], exported: list[str], *, is_found: bool
) -> None:
    raw = without(mapped(onto("user", "plan"), **OPEN_DOOR), member)
    assert run(UNAUTHENTICATED, raw) == ([USER] if is_found else [], defined)
    assert run(UNAUTHENTICATED, EXPORT | raw) == ([], exported)


def test_the_default_is_named_and_the_facts_are_shown() -> None:
    raw = mapped(onto("user", "plan"), **OPEN_DOOR, bypass_authentication=True)
    stated = hit(UNAUTHENTICATED, raw)
    assert [related.at for related in stated.related] == [
        ("direct_fin_usage",),
        ("audiences",),
        ("customer_authentication",),
    ]
    raw["audiences"] = ["visitors", "leads"]
    silent = hit(UNAUTHENTICATED, without(raw, "customer_authentication"))
    assert len(silent.related) == 2
    assert silent.message == (
        "Leads and visitors can change `plan` of the person through Fin, "
        "and no passcode is asked for (the default)"
    )


@pytest.mark.parametrize("seed", ["a.", "[0]", "a", "Aa", "_", "."])
def test_hostile_mappings_take_linear_time(seed: str, assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        text = seed * (length // len(seed))
        one = {**onto("user", text, path=text + ".x"), "response_object_path": text}
        many = [onto("user", *[f"a{i}" for i in range(min(length // 1000, 300))], path="b")] * 50
        fields = [{"path": text, "type": "string"}, {"path": "a.b", "type": "string"}]
        raw = mapped(one, *many, response_fields=fields, **OPEN_DOOR)
        connector = load_connector(raw, shape_of(raw))

        def work() -> None:
            parse_field_path.cache_clear()
            for check in (IDENTITY, DUPLICATE, PATH, CLIENT_SIDE, UNAUTHENTICATED):
                list(check(connector))

        return work

    assert_linear(prepare, 200_000)


def test_a_long_object_path_is_followed_once(assert_linear: Callable[..., None]) -> None:
    def prepare(length: int) -> Callable[[], object]:
        base = "a." * (length // 2)
        whole = {**onto("user", *["x"] * 300, path="y"), "response_object_path": base}
        raw = mapped(whole, response_fields=[{"path": f"{base}z", "type": "string"}])
        connector = load_connector(raw, shape_of(raw))
        return lambda: list(PATH(connector))

    assert_linear(prepare, 400_000)
