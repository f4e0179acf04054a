"""What a model reads of a connector: its name, its description and those of its inputs."""

from collections.abc import Iterator

from dclint.analysis.placeholders import is_unseen
from dclint.base.pointer import Pointer
from dclint.findings.hit import NotObservable
from dclint.model.connector import Connector


def list_model_texts(
    connector: Connector, of_inputs: tuple[str, ...]
) -> Iterator[tuple[Pointer, object]]:
    """Yield what a model reads of a connector, and where it stands; or why it cannot be seen."""
    yield ("name",), connector.name
    yield ("description",), connector.description
    if not isinstance(connector.data_inputs, list):
        yield ("data_inputs",), connector.data_inputs
    for index, data_input in enumerate(connector.known_inputs):
        for field in of_inputs:
            yield ("data_inputs", index, field), getattr(data_input, field)


def report_unseen_text(connector: Connector, at: Pointer, value: object) -> Iterator[NotObservable]:
    """Yield what is missing, if a text cannot be seen: `data_inputs[].name`."""
    if is_unseen(connector, value):
        yield NotObservable(f"{at[0]}[].{at[2]}" if at[1:] else str(at[0]))


def format_text_field(at: Pointer) -> str:
    """Name a text in a message: `data_inputs[0].description`."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
    return f"`{''.join(steps)[1:]}`"
