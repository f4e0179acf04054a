"""What an update opens, whatever the rest of the connector says."""

from collections.abc import Iterator

from dclint.base.quoting import join_names
from dclint.findings.hit import Hit, NotApplicable
from dclint.model.connector import Connector
from dclint.model.values import Shape
from dclint.ruleset.rule import Outcome

_UNPROVEN = ("leads", "visitors")  # people about whom Intercom has verified nothing


def update_weakens_access(connector: Connector) -> Iterator[Outcome | NotApplicable]:
    """Report the fields by which an update lets more people in, or takes a guard away."""
    if connector.shape is not Shape.PATCH:
        yield NotApplicable()
        return
    if connector.state != "draft":
        yield from _find_opened_doors(connector)
        yield from _find_removed_guards(connector)


def _find_opened_doors(connector: Connector) -> Iterator[Hit]:
    """Report who may start it now, unless the same update keeps Fin from starting it."""
    if connector.direct_fin_usage is False:
        return
    if connector.bypass_authentication is True:
        yield Hit("This update switches authentication off", ("bypass_authentication",))
    if connector.customer_authentication is False:
        yield Hit("This update switches the passcode off", ("customer_authentication",))
    audiences = connector.audiences if isinstance(connector.audiences, list) else []
    unproven = [name for name in _UNPROVEN if name in audiences]
    is_guarded = (
        connector.customer_authentication is True and connector.bypass_authentication is not True
    )
    if unproven and not is_guarded:
        message = f"This update lets {join_names(unproven, 'and')} start the connector"
        yield Hit(message, ("audiences",), remedy="ask for a passcode in the same update")


def _find_removed_guards(connector: Connector) -> Iterator[Hit]:
    """Report that an update takes away every token or input and puts nothing in its place."""
    if connector.token_ids == [] and not connector.known_headers:
        yield Hit("This update removes every stored token", ("token_ids",))
    is_same_call = not isinstance(connector.url, str) and not isinstance(connector.body, str)
    if connector.data_inputs == [] and is_same_call:
        yield Hit(
            "This update removes every input, and the URL and the body stay as they are",
            ("data_inputs",),
            remedy="leave `data_inputs` out to keep the inputs, or change the URL and the body too",
        )
