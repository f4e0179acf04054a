"""Values that a file only names are unknown: nothing is said of their letters."""

import pytest
from support.items import item
from support.reports import ALL

from dclint.config.settings import Config
from dclint.engine.lint import lint

FILE = """name: Get order status
description: Returns the state of an order. Use it when a customer asks where an order is.
http_method: get
url: https://api.nordwind-moebel.de/orders/{{user.user_id}}
audiences: [users]
direct_fin_usage: true
customer_authentication: true
headers:
  - name: X-Api-Key
    value: !vault |
      $ANSIBLE_VAULT;1.1;AES256
      3130303030303030303030303030303030303030
  - name: X-Shop-Secret
    value: !env NORDWIND_SHOP_SECRET
"""


def test_a_reference_in_a_header_is_no_finding_and_is_counted() -> None:
    report = lint([item("a.yaml", FILE)], ALL, Config())
    assert [finding.rule for finding in report.findings] == []
    facts = {fact for facts in report.coverage["hardcoded-secret"].unobserved for fact in facts}
    assert facts == {"headers[].value"}


@pytest.mark.parametrize("field", ["url", "body"])
def test_a_reference_in_another_field_is_unknown(field: str) -> None:
    text = "name: x\nhttp_method: post\n" + f"{field}: !include other.txt\n"
    report = lint([item("a.yaml", text)], ALL, Config())
    assert not report.crashes
    facts = {fact for facts in report.coverage["hardcoded-secret"].unobserved for fact in facts}
    assert field in facts
    assert {finding.rule for finding in report.findings} <= {"missing-description", "url-missing"}


def test_the_text_beside_a_reference_is_still_checked() -> None:
    text = FILE.replace("!env NORDWIND_SHOP_SECRET", "7f3k9q2m5x8w1z4v")
    report = lint([item("a.yaml", text)], ALL, Config())
    assert [finding.rule for finding in report.findings] == ["hardcoded-secret"]
