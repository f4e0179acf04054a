"""What a connector says about the facts of the authentication table, and what it leaves open.

Defaults are those of `create_data_connector_request`, OpenAPI 2.16.
"""

from dclint.analysis.access import request
from dclint.analysis.access.fact import OFF, ON, Fact, Facts
from dclint.analysis.access.table import USERS, Audience
from dclint.model.connector import Connector
from dclint.model.values import ABSENT


def facts(connector: Connector) -> Facts:
    """Gather what is known of `connector`."""
    return Facts(
        _switch(connector, "direct_fin_usage"),
        _audience(connector),
        _switch(connector, "customer_authentication"),
        _switch(connector, "bypass_authentication"),
        request.credential(connector),
        request.method(connector),
        request.selector(connector),
    )


_OFF_BY_DEFAULT = Fact((False,), is_default=True)

_EITHER = {
    member: Fact((False, True), (member,))
    for member in ("direct_fin_usage", "customer_authentication", "bypass_authentication")
}


def _switch(connector: Connector, member: str) -> Fact[bool]:
    value = getattr(connector, member)
    if value is ABSENT:
        return _OFF_BY_DEFAULT
    return ON if value is True else OFF if value is False else _EITHER[member]


STRANGERS, EVERYBODY = frozenset({"leads", "visitors"}), frozenset({"users", "leads", "visitors"})
_USERS, _STRANGERS, _EVERYBODY = Fact((USERS,)), Fact((STRANGERS,)), Fact((EVERYBODY,))

# The table asks no more of an audience than whether strangers are in it, and users.
_ANYBODY = Fact((USERS, STRANGERS, EVERYBODY), ("audiences",))


def _audience(connector: Connector) -> Fact[Audience]:
    value = connector.audiences
    if not isinstance(value, list) or not value:
        return _ANYBODY
    if "users" not in value:
        return _STRANGERS
    return _EVERYBODY if "leads" in value or "visitors" in value else _USERS
