"""The method of the request: that it is there."""

from collections.abc import Iterator

from dclint.findings.hit import Hit, NotApplicable, NotObservable
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, Shape
from dclint.ruleset.rule import Outcome


def missing_http_method(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report a definition that says where to call and not how."""
    if connector.shape is not Shape.DEFINITION or connector.is_client_side:
        yield NotApplicable()
        return
    if connector.http_method is not ABSENT or not connector.url_template:
        return
    if connector.is_unknown("execution_type"):
        yield NotObservable("execution_type")
    else:
        method = "get" if connector.is_blank("body") else "post"
        yield Hit(
            message="There is a URL, and no `http_method` says how it is called",
            remedy=f"add `http_method` with the method that the service documents, such as "
            f"`{method}`",
        )
