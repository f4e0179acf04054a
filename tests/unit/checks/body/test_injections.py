"""Texts in forms and XML: what is reported, how severely, and what cannot be told."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from dclint.checks.body.injections import form_body_injection, xml_body_injection
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.loader import load_connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

Check = Callable[[Connector], Iterator[Outcome]]
FORM = "application/x-www-form-urlencoded"
INPUTS = [
    {"name": "s", "type": "string"},
    {"name": "t"},
    {"name": "n", "type": "integer"},
]
FOR_AUDITORS = (Severity.INFO, Profile.AUDITOR)
WARNING = (None, None)


def connector(body: str, media_type: Any = None, *, fin: Any = True) -> Connector:
    headers = [] if media_type is None else [{"name": "Content-Type", "value": media_type}]
    raw = {"name": "Send it", "body": body, "headers": headers, "data_inputs": INPUTS}
    return load_connector({**raw, "direct_fin_usage": fin}, Shape.DEFINITION)


def seen(check: Check, made: Connector) -> list[Any]:
    """List what is marked with its weight, and the facts that are missing."""
    found: list[Any] = []
    for outcome in check(made):
        if isinstance(outcome, NotObservable):
            found.append(outcome.fact)
            continue
        assert outcome.at == ("body",)
        assert outcome.fragment
        marked = str(made.body)[slice(*outcome.fragment)]
        found.append((marked, (outcome.severity, outcome.profile)))
    return found


FORMS: list[tuple[str, Any, list[Any]]] = [
    ("a={{s}}&role=member", FORM, [("{{s}}", WARNING)]),
    ("a={{t}}&role=member", FORM, [("{{t}}", WARNING)]),
    ("role=member&a=x{{s}}", f"{FORM}; charset=utf-8", [("{{s}}", WARNING)]),
    ("a={{s}}&who={{user.user_id}}", FORM, [("{{s}}", WARNING)]),
    ("a={{s}}", FORM, [("{{s}}", FOR_AUDITORS)]),
    ("a={{s}}&b={{n}}", FORM, [("{{s}}", FOR_AUDITORS)]),
    ("{{s}}", FORM, [("{{s}}", FOR_AUDITORS)]),
    ("a={{n}}&role=member", FORM, []),
    ("a={{user.name}}&role=member", FORM, []),
    ("a={{s | url_encode}}&role=member", FORM, []),
    ("a={{s | upcase}}&role=member", FORM, [("{{s | upcase}}", WARNING)]),
    ("a=1&role=member", FORM, []),
    # without a type, the shape of the body decides
    ("a={{s}}&role=member", None, [("{{s}}", WARNING)]),
    ("a[b]={{s}}&role=member", None, [("{{s}}", WARNING)]),
    ("Dear {{s}}, a=b", None, []),
    ("{{s}}=b", None, []),
    ('{"a": "b={{s}}&role=member"}', None, []),
    ("<a b={{s}}/>", None, []),
    ("a={{s}}&role=member", "text/plain", []),
    ("a={{s}}&role=member", "{{type}}", ["headers[].value"]),
    ("a={{s}}&role=member", 5, ["headers[].value"]),
]


@pytest.mark.parametrize(("body", "media_type", "expected"), FORMS)
def test_texts_in_forms(body: str, media_type: Any, expected: list[Any]) -> None:
    assert seen(form_body_injection, connector(body, media_type)) == expected


@pytest.mark.parametrize(("fin", "facts"), [(False, []), (5, ["direct_fin_usage"])])
def test_where_fin_may_not_start_it_only_auditors_hear_of_it(fin: Any, facts: list[str]) -> None:
    made = connector("a={{s}}&role=member", FORM, fin=fin)
    assert seen(form_body_injection, made) == [("{{s}}", FOR_AUDITORS), *facts]


def test_the_field_that_may_be_replaced_is_named() -> None:
    (found,) = form_body_injection(connector("a={{s}}&b={{t}}&c={{n}}&role=member&x=1", FORM))
    assert isinstance(found, Hit)
    assert found.message == (
        "`s` and `t` are pasted into a form, and `&` in their values begins another field, "
        "such as a second `role`"
    )
    assert [flow.name for flow in found.flows] == ["s", "t"]


DOCUMENTS: list[tuple[str, Any, list[Any]]] = [
    ("<a>{{s}}</a>", "text/xml", [("{{s}}", WARNING)]),
    ("<a>{{t}}</a>", None, [("{{t}}", WARNING)]),
    ("\n<a b='{{s}}'/>", "application/soap+xml", [("{{s}}", WARNING)]),
    ("<a><![CDATA[{{s}}]]></a>", "text/xml", []),
    ("<a><![CDATA[{{s}}]]>{{t}}</a>", "text/xml", [("{{t}}", WARNING)]),
    ("<a>{{n}}{{user.name}}{{s | escape}}</a>", "text/xml", []),
    ("<a>1</a>", "text/xml", []),
    ("< {{s}}", None, []),
    ('{"a": "<b>{{s}}</b>"}', "application/json", []),
    ("<a>{{s}}</a>", "application/json", []),
]


@pytest.mark.parametrize(("body", "media_type", "expected"), DOCUMENTS)
def test_texts_in_xml(body: str, media_type: Any, expected: list[Any]) -> None:
    assert seen(xml_body_injection, connector(body, media_type)) == expected


@pytest.mark.parametrize(
    ("check", "body"),
    [(form_body_injection, "a={{x}}&role=member"), (xml_body_injection, "<a>{{x}}</a>")],
)
def test_inputs_that_are_not_shown_are_not_judged(check: Check, body: str) -> None:
    raw = {"id": "7", "body": body, "headers": []}
    assert seen(check, load_connector(raw, Shape.PATCH)) == ["data_inputs"]


@pytest.mark.parametrize(
    ("body", "marked"),
    [
        ("<a><![CDATA[{{s}}]]>{{t}}<![CDATA[{{s}}]]></a>", "{{t}}"),
        ("<a>{{t}}<![CDATA[x]]><![CDATA[{{s}}]]></a>", "{{t}}"),
        ("<a><![CDATA[x]]>{{t}}<b/></a>", "{{t}}"),
        ("<a><![CDATA[{{t}}</a>", "{{t}}"),  # it never ends
        ("<a>]]>{{t}}<![CDATA[{{s}}]]></a>", "{{t}}"),
    ],
)
def test_only_a_closed_section_protects(body: str, marked: str) -> None:
    assert seen(xml_body_injection, connector(body)) == [(marked, WARNING)]
