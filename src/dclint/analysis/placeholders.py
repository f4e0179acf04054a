"""The placeholders of a connector, and the inputs that they name."""

from collections.abc import Collection, Sequence

from dclint.base.quoting import quote_text
from dclint.model.connector import Connector, Place
from dclint.model.values import ABSENT, Shape, Unset
from dclint.syntax.template import Placeholder

# First characters of what other template languages call a section, a partial or a comment.
LOGIC_SIGILS = tuple("#/^>!&%")

_MOST_NAMES = 10  # names that a message lists


def find_unseen_inputs(connector: Connector) -> str | None:
    """Name the fact for want of which nobody can tell whether an input is declared."""
    if connector.is_unknown("data_inputs"):
        return "data_inputs"
    if any(is_unseen(connector, data_input.name) for data_input in connector.known_inputs):
        return "data_inputs[].name"
    return None


def is_unseen(connector: Connector, value: object) -> bool:
    """Whether the member of a list's item may hold something that was not shown."""
    return isinstance(value, Unset) and not (
        value is ABSENT and connector.shape is Shape.DEFINITION
    )


def summarize_names(names: Sequence[str]) -> str:
    """List names in backticks, the first ten at most: `a`, `b` and 3 more."""
    shown = [quote_text(name) for name in names[:_MOST_NAMES]]
    if len(names) > len(shown):
        return f"{', '.join(shown)} and {len(names) - len(shown)} more"
    return " and ".join((", ".join(shown[:-1]), shown[-1]) if shown[1:] else shown)


def find_first_uses(
    connector: Connector, names: Collection[str]
) -> dict[str, tuple[Place, Placeholder]]:
    """Return the first placeholder of each of `names`, in order, and the text in which it is."""
    uses: dict[str, tuple[Place, Placeholder]] = {}
    for place in connector.places:
        for placeholder in place.placeholders:
            if placeholder.name in names:
                uses.setdefault(placeholder.name, (place, placeholder))
    return uses
