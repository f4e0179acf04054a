"""Every rule on hostile text in every member: eight times the text takes eight times as long."""

from time import process_time
from typing import Any

import pytest
from support.linear import FACTOR, TOLERATED, loop_seconds
from support.rules import RULES

from dclint.config.settings import Config
from dclint.engine.plan import list_checks
from dclint.model.detection import shape_of
from dclint.model.loader import load_connector
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.rule import Rule

pytestmark = pytest.mark.slow

UNITS = [
    # what a pattern might stumble over, repeated without end
    *("a", "A", "0", " ", "\t", "\n", ".", "/", "\\", "-", "_", "=", "&", "?", "#", "%", "@", ":"),
    *("{", "}", "{{", "}}", "{{a", "{{a}}", "{{ a|b }}", "{%", "${a}", "<a>", "[[a]]", "%7B%7B"),
    *('"', "'", '\\"', '"a":', '{"a":', '[1,"{{a}}",', "a='{{a}}'", 'q="{{a}}" ', "query{"),
    *(
        "https://",
        "//a@",
        "a.",
        "..%2f",
        "xn--",
        "0x7f.",
        "%2e%2e/",
        "a=1&",
        "a={{a}}&",
        "url={{a}}&",
    ),
    *("Bearer ", "sk_live_", "eyJ", "AKIA", "key=", "token: ", "password", "4242 ", "4539 1488 "),
    *(
        "ignore ",
        "ignore all previous ",
        "do not tell ",
        "system: ",
        "<!--",
        "![",
        "<script",
        "QUJD",
    ),
    *(
        "\u0301",
        "\u00e9",
        "\u0430",
        "a\u0430",
        "\u200b",
        "\u200d",
        "\ufe0f",
        "\U0001f468\u200d",
        "\U000e0061",
    ),
]

# Code points of the shorter text; the longer one is eight times as long, and a connector holds it
# nearly twenty times: more than a million code points.
LENGTH = 1 << 13
COPIES = 20


def connector(text: str) -> dict[str, Any]:
    """A connector that has the text in every member that may hold one."""
    return {
        "name": text,
        "description": text,
        "state": "live",
        "http_method": "post",
        "url": "https://a.io/" + text,
        "body": text,
        "headers": [{"name": text, "value": text}, {"name": "Authorization", "value": text}],
        "direct_fin_usage": True,
        "audiences": ["visitors"],
        "token_ids": [text],
        "data_inputs": [
            {"name": "a", "type": "string", "description": text, "default_value": text},
            {"name": text, "type": "integer", "description": text, "default_value": text},
        ],
        "mock_response": {"a": text},
        "response_fields": [{"path": text, "example_value": text, "redacted": False}],
        "object_mappings": [
            {
                "response_object_path": text,
                "intercom_object_type": "user",
                "attribute_mappings": [
                    {"response_attribute_path": text, "intercom_attribute_identifier": text}
                ],
            }
        ],
    }


def cost(text: str, suspects: list[Rule]) -> dict[str, float]:
    """The seconds of processor time that each rule takes on the hostile connector.

    A file could not hold so much of it, so the checks are given the connector itself.
    """
    raw = connector(text)
    subject = Subject("a.json", (), 0, load_connector(raw, shape_of(raw)))
    taken = {}
    for check in list_checks(suspects, Config()):
        started = process_time()
        for _ in check.run(subject, Workspace()):
            pass
        taken[check.rule.name] = process_time() - started
    return taken


@pytest.mark.parametrize("unit", UNITS, ids=ascii)
def test_no_rule_takes_more_than_linear_time(unit: str) -> None:
    suspects = list(RULES.values())
    for _ in range(3):  # what a busy machine makes slow is fast another time
        short = cost((unit * LENGTH)[:LENGTH], suspects)
        long = cost((unit * LENGTH * FACTOR)[: LENGTH * FACTOR], suspects)
        loop = loop_seconds(
            COPIES * LENGTH * FACTOR
        )  # linear work may take as long as this, always
        most = {name: TOLERATED * FACTOR * short[name] + loop for name in long}
        suspects = [RULES[name] for name in long if long[name] > most[name]]
        if not suspects:
            return
    assert [rule.name for rule in suspects] == []
