"""What is wrong with a connector only because of those beside it."""

from collections.abc import Iterator
from unicodedata import normalize

from dclint.checks.wording import quoted
from dclint.finding import Hit
from dclint.pointer import to_text
from dclint.rule import Outcome
from dclint.subject import Subject, Workspace


def duplicate_connector_name(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report a name that another connector has, case, width and blanks apart."""
    connector = subject.connector
    name = connector.name
    key = " ".join(normalize("NFKC", name).casefold().split()) if isinstance(name, str) else ""
    if not key or not isinstance(name, str):
        return
    first = workspace.claim("name", key, subject)
    if (first.file, first.at) == (subject.file, subject.at):
        return
    if first.id is not None and first.id == connector.id:
        return  # the draft and the live version of one connector
    place = f"{first.file} at {to_text(first.at)}" if first.at else first.file
    yield Hit(at=("name",), message=f"{quoted(name)} is also the name of the connector in {place}")
