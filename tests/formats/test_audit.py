"""The report of a live workspace: what nobody could see, questions, and the order of exposure."""

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest
from inline_snapshot import snapshot
from support.items import item
from support.pages import VISIT
from support.rules import RULES

from dclint.cli import schemas
from dclint.config.settings import Config
from dclint.document import Document
from dclint.document.unreadable import Unreadable
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.engine.report import Gap, Report
from dclint.model.context import Context
from dclint.model.source_item import SourceItem
from dclint.report import json as json_report
from dclint.report import sarif, text
from dclint.report.style import Style
from dclint.ruleset import registry as ruleset

ALL = ruleset.select_rules(RULES, Config())
GAP = Gap("stored tokens (`/auth_tokens`)", "the access token may not read it (403)")
LOST = Unreadable("intercom/eu-abc/data_connectors/9.json", "the connector “Lost”: it is gone")

SHOPS = {
    "type": "data_connector",
    "id": "1",
    "name": "Find a shop",
    "description": "Returns the nearest shop and its opening hours. Use it when somebody asks.",
    "state": "live",
    "http_method": "get",
    "url": "https://api.shopfinder.io/near?city={{city}}",
    "body": None,
    "headers": [],
    "direct_fin_usage": True,
    "audiences": ["users"],
    "customer_authentication": False,
    "bypass_authentication": False,
    "token_ids": [],
    "data_inputs": [
        {"name": "city", "type": "string", "description": "The city to look in", "required": True}
    ],
}
ORDERS = SHOPS | {
    "id": "2",
    "name": "Order status",
    "url": "https://api.velvetshoes.com/orders/{{order_id}}?by={{user.custom_attributes.shop_id}}",
    "audiences": ["visitors"],
    "token_ids": ["7"],
    "headers": [{"name": "X-Api-Key", "value": "****"}],
    "data_inputs": [
        {"name": "order_id", "type": "string", "description": "The order", "required": True}
    ],
}
MANUAL = SHOPS | {"id": "3", "name": "Close a ticket", "direct_fin_usage": False}


def report_on(
    *connectors: dict[str, Any], evidence: Context | None = None, lost: bool = False
) -> Report:
    documents: list[SourceItem | Unreadable] = [
        SourceItem(
            Document(
                f"intercom/eu-abc/data_connectors/{each['id']}.{each['state']}.json",
                json.dumps(each, indent=2),
            ),
            evidence or Context(),
        )
        for each in connectors
    ]
    documents += [LOST] * lost
    audit = replace(VISIT, gaps=[GAP])
    return lint(documents, ALL, Config(), LintOptions(profile_risks=True, audit=audit))


def test_the_text_opens_with_what_nobody_could_see() -> None:
    opening = text.render(report_on(SHOPS, lost=True), Style()).partition("\n\nintercom")[0]
    assert opening == snapshot("""\
Velvet Shoes (abc, eu)
Read 2026-11-01T03:17:00+00:00 with API version 2.16 in 7 requests: 1 connector in 1 version.

What nobody could see
  values of headers, which the API hides always, and their placeholders
  where an input gets its value: from the customer's words, an attribute, or a constant
  audience rules that are finer than users, leads and visitors
  what workflows, procedures and teammates check before they call
  whether Intercom encodes the values that it inserts
  what the other services authorise, and what a stored token may do there
  stored tokens (`/auth_tokens`): the access token may not read it (403)
  intercom/eu-abc/data_connectors/9.json: the connector “Lost”: it is gone

Most exposed first
  Find a shop (intercom/eu-abc/data_connectors/1.live.json)
    users can start it through Fin; it reads at api.shopfinder.io, no credential is attached, nothing in the request picks a record; no passcode is asked for

No findings: 1 connector in 1 version, 7 requests, 108 rules.
Checks: 74 done, 26 not applicable, 8 not observable (unknown: object_mappings 4, execution_type 2, response_fields 2, data_inputs[].default_value 1, …).
""")


def test_questions_are_asked_of_what_no_checker_can_see() -> None:
    (portrait,) = report_on(ORDERS).risk_profiles
    assert list(portrait.questions) == snapshot(
        [
            "Where does `order_id` come from: the customer's words, an attribute, a constant?",
            "Does api.velvetshoes.com check that the record belongs to the person who asks?",
            "Is `user.custom_attributes.shop_id` protected from updates through the Messenger?",
            "What may the attached token do at api.velvetshoes.com beyond this call?",
            "Does the header `X-Api-Key` hold a secret that belongs into a stored token?",
        ]
    )


def test_a_question_that_the_workspace_answers_is_not_asked() -> None:
    known = Context(attributes={"custom_attributes.shop_id": False})
    (portrait,) = report_on(ORDERS, evidence=known).risk_profiles
    assert not any("protected" in question for question in portrait.questions)


def test_a_connector_without_an_unseen_risk_asks_nothing() -> None:
    (portrait,) = report_on(SHOPS).risk_profiles
    assert portrait.questions == ()


def test_the_most_exposed_connector_comes_first_with_the_reason() -> None:
    shown = text.render(report_on(MANUAL, SHOPS, ORDERS), Style())
    assert shown.partition("Most exposed first\n")[2].partition("\n\n")[0] == snapshot("""\
  Order status (intercom/eu-abc/data_connectors/2.live.json)
    visitors can start it through Fin; it reads at api.velvetshoes.com, token `7` is attached, `order_id` picks the record: it stands behind `/orders/`; no passcode is asked for
  Find a shop (intercom/eu-abc/data_connectors/1.live.json)
    users can start it through Fin; it reads at api.shopfinder.io, no credential is attached, nothing in the request picks a record; no passcode is asked for
  Close a ticket (intercom/eu-abc/data_connectors/3.live.json)
    a workflow or a teammate starts it; it reads at api.shopfinder.io, no credential is attached, nothing in the request picks a record; no passcode is asked for\
""")


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ({"audiences": ["visitors"]}, {"audiences": ["users"]}),
        ({"audiences": ["visitors", "leads"]}, {"audiences": ["leads"]}),
        ({"http_method": "delete"}, {"http_method": "get"}),
        ({"direct_fin_usage": True}, {"direct_fin_usage": False}),
        ({"state": "live"}, {"state": "draft"}),
        ({"customer_authentication": False}, {"customer_authentication": True}),
    ],
)
def test_more_exposed_comes_before_less(more: dict[str, Any], less: dict[str, Any]) -> None:
    report = report_on(ORDERS | less | {"id": "8"}, ORDERS | more | {"id": "9"})
    first, second = report.risk_profiles
    assert second.order < first.order


def test_questions_are_asked_once_a_connector_and_not_of_everybody() -> None:
    many = [ORDERS | {"id": str(number)} for number in range(30)]
    drafts = [each | {"state": "draft", "description": "Another"} for each in many[:3]]
    shown = text.render(report_on(*many, *drafts), Style())
    asked = shown.partition("Questions that a human must answer\n")[2].partition("\n\n")[0]
    assert asked.count("Order status (") == 10
    assert "… and of 20 other connectors: see --format json" in asked
    assert "… and 13 other versions: see --format json" in shown


def test_concise_names_what_was_not_read_behind_the_findings() -> None:
    lines = text.concise(report_on(SHOPS, lost=True), Style()).splitlines()
    assert lines[-3:-1] == [f"{each[0]}: not read: {each[1]}" for each in (GAP, LOST)]


def test_nothing_read_is_not_called_clean() -> None:
    shown = text.render(report_on(lost=True), Style())
    assert "Nothing could be read, so nothing was checked." in shown
    assert "No findings" not in shown


def test_json_has_the_audit_and_satisfies_its_schema() -> None:
    found = json.loads(json_report.render(report_on(SHOPS, ORDERS, lost=True), Style()))
    jsonschema.validate(found, json.loads(schemas.render_schema("report")))
    audit = found["audit"]
    assert audit["workspace"] == {
        "id": "abc",
        "name": "Velvet Shoes",
        "region": "eu",
        "host": "api.eu.intercom.io",
    }
    assert audit["requests"] == 7
    assert audit["gaps"] == [GAP._asdict()]
    assert [entry["connector"] for entry in audit["exposure"]] == [1, 0]
    assert audit["exposure"][0]["questions"]
    assert len(audit["unseen"]) >= 5


def test_json_of_files_has_no_audit() -> None:
    report = lint([item("a.json", json.dumps(SHOPS))], ALL, Config())
    assert "audit" not in json.loads(json_report.render(report, Style()))


def test_sarif_is_of_a_kind_of_its_own_and_tells_what_was_not_read() -> None:
    (run,) = json.loads(sarif.render(report_on(ORDERS, lost=True), Style()))["runs"]
    assert run["automationDetails"]["id"] == "dclint/live/abc/"
    uris = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
    }
    assert uris == {"intercom/eu-abc/data_connectors/2.live.json"}
    (invocation,) = run["invocations"]
    said = [each["message"]["text"] for each in invocation["toolExecutionNotifications"]]
    assert not invocation["executionSuccessful"]
    assert any("it is gone" in each for each in said)
    assert any("/auth_tokens" in each for each in said)


HOSTILE = "a\x1b[31m\u202eb\n::error::x\x9b"


def test_hostile_names_reach_no_terminal() -> None:
    report = report_on(ORDERS | {"name": HOSTILE, "url": f"https://{HOSTILE}.io/{{{{order_id}}}}"})
    assert report.audit
    report.audit.name = HOSTILE
    report.audit.gaps = [Gap(HOSTILE, HOSTILE)]
    report.unreadable[:] = [Unreadable(HOSTILE, HOSTILE)]
    for shown in (text.render(report, Style()), text.concise(report, Style())):
        assert not any(character in shown for character in "\x1b\u202e\x9b")
        assert not any(line.lstrip().startswith("::") for line in shown.splitlines())
