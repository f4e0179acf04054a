"""What a call does: by its method, its verbs in eleven languages, and its operation."""

from typing import Any

import pytest

from dclint.analysis.access.effect import Effect, EffectReading, infer_effect
from dclint.model.loader import load_connector
from dclint.model.values import Shape

READ, CREATE, MODIFY = Effect
HOST = "https://api.velowerk.ch/v2/"


def infer(method: str, path: str, **members: Any) -> EffectReading:
    raw = {"name": "x", "http_method": method, "url": HOST + path, **members}
    return infer_effect(load_connector(raw, Shape.DEFINITION))


@pytest.mark.parametrize(
    ("method", "effect", "deletes"),
    [
        ("get", READ, False),
        ("put", MODIFY, False),
        ("patch", MODIFY, False),
        ("delete", MODIFY, True),
        ("post", CREATE, False),
    ],
)
def test_the_method_decides_where_nothing_else_does(
    method: str, effect: Effect, deletes: bool
) -> None:
    found = infer(method, "orders")
    assert (found.value, found.deletes, found.verb) == (effect, deletes, None)


POSTS = [
    ("orders/{{x}}/cancel", MODIFY, "cancel"),
    ("bestellungen/{{x}}/stornieren", MODIFY, "stornieren"),
    ("commandes/{{x}}/annuler", MODIFY, "annuler"),
    ("pedidos/{{x}}/cancelar", MODIFY, "cancelar"),
    ("orders/{{x}}:approve", MODIFY, "approve"),
    ("accounts/{{x}}/password/reset", MODIFY, "reset"),
    ("orders/search", READ, "search"),
    ("orders/_search", READ, "search"),
    ("v1/orders:lookup", READ, "lookup"),
    ("shipping/calculate", READ, "calculate"),
    ("delivery/availability", READ, "availability"),
    ("orders/{{x}}", MODIFY, None),
    ("orders/{{search}}", MODIFY, None),
    ("orders/{{x}}/notes", CREATE, None),
    ("research", CREATE, None),
    ("orders.json", CREATE, None),
    ("things?action=delete", MODIFY, "delete"),
]


@pytest.mark.parametrize(("path", "effect", "verb"), POSTS)
def test_a_post_does_what_its_verb_says(path: str, effect: Effect, verb: str | None) -> None:
    found = infer("post", path)
    assert (found.value, found.verb) == (effect, verb)


@pytest.mark.parametrize(
    ("name", "effect"),
    [
        ("Find an invoice", READ),
        ("Rechnung suchen", READ),
        ("Afspraak verzetten", MODIFY),
        ("Start a return", CREATE),  # a noun at the end of an English name
        ("Leave a message", CREATE),
    ],
)
def test_the_name_tells_where_the_path_does_not(name: str, effect: Effect) -> None:
    assert infer("post", "invoices", name=name).value is effect


@pytest.mark.parametrize(
    "path",
    [
        "orders/{{x}}/cancel",
        "bestellungen/{{x}}/stornieren",
        "cancelOrder?id={{x}}",
        "order-cancel/{{x}}",
        "things?action=close&id={{x}}",
        "account.delete?id={{x}}",
    ],
)
def test_a_get_changes_something_if_a_command_stands_for_itself(path: str) -> None:
    assert infer("get", path).value is MODIFY


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("orders/{{x}}/refund", "x"),  # a noun as well
        ("connect/{{connectId}}", "x"),  # the value is called after it
        ("ConnectApps/{{Sid}}.json", "Fetch an app"),
        ("settings/bounce_purge", "Retrieve settings"),
        ("oauth/authorize?client_id={{x}}", "x"),  # a page where somebody signs in
        ("orders?sort=update", "x"),
        ("stops/{{x}}/departures?show=open", "x"),
        ("letters/{{x}}/link", "x"),
    ],
)
def test_a_get_reads_where_the_word_is_a_name(path: str, name: str) -> None:
    assert infer("get", path, name=name).value is READ


GRAPHQL = [
    ('{"query": "query { orders { id } }"}', READ, False),
    ('{"query": "{ mutation }"}', READ, False),
    ('{"query": "mutation { cancelOrder(id: 1) { id } }"}', MODIFY, False),
    ('{"query": "mutation { deleteOrder(id: 1) { id } }"}', MODIFY, True),
    ('{"query": "mutation { createOrder(id: 1) { id } }"}', CREATE, False),
    ('{"operationName": "B", "query": "query A { a } mutation B { cancelOrder }"}', MODIFY, False),
    ('{"operationName": "A", "query": "query A { a } mutation B { cancelOrder }"}', READ, False),
    ("mutation { updateAddress(id: 1) { id } }", MODIFY, False),
]


@pytest.mark.parametrize(("body", "effect", "deletes"), GRAPHQL)
def test_graphql_does_what_the_operation_does_that_is_run(
    body: str, effect: Effect, deletes: bool
) -> None:
    found = infer("post", "graphql", body=body)
    assert (found.value, found.deletes) == (effect, deletes)


@pytest.mark.parametrize(
    ("text", "effect", "deletes"),
    [
        ("SELECT Id FROM Case WHERE CaseNumber = '{{x}}'", READ, False),
        ("update orders set state = 'open' where id = {{x}}", MODIFY, False),
        ("DELETE FROM orders WHERE id = {{x}}", MODIFY, True),
        ("insert into notes values ('{{x}}')", CREATE, False),
    ],
)
def test_sql_does_what_its_verb_says(text: str, effect: Effect, deletes: bool) -> None:
    for body in (text, '{"sql": "' + text + '"}'):
        found = infer("post", "run", body=body)
        assert (found.value, found.deletes) == (effect, deletes)


def test_a_question_with_an_address_is_a_form() -> None:
    assert infer("post", "quotes", body='{"weight": "{{w}}"}').value is READ
    assert infer("post", "quotes", body='{"email": "{{mail}}"}').value is CREATE


def test_an_effect_that_cannot_be_told_names_the_field() -> None:
    for change, missing in (
        ({"http_method": 5}, ("http_method",)),
        ({"url": 5}, ("url",)),
        ({"name": 5}, ("name",)),
    ):
        found = infer("post", "orders", **change)
        assert (found.value, found.missing) == (None, missing)
