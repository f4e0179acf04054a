"""What is wrong with a connector only because of those beside it."""

from collections.abc import Iterator
from hashlib import sha256
from unicodedata import normalize

from dclint.base.pointer import to_text
from dclint.base.quoting import quoted
from dclint.findings.hit import Hit, Unobserved
from dclint.model.connector import Connector
from dclint.model.subject import Claim, Subject, Workspace
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import unnamed
from dclint.syntax.url import UrlTemplate
from dclint.syntax.url_spans import C0_AND_SPACE, REMOVED

# Characters of a name that are normalised: a run of combining marks takes quadratic time.
_LONGEST = 1000


def _folded(name: str) -> str:
    """Write a name so that case, width and blanks make no difference."""
    text = normalize("NFKC", name[:_LONGEST]) + name[_LONGEST:]
    return " ".join(text.casefold().split())


def duplicate_connector_name(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report a name that another connector has, case, width and blanks apart."""
    connector = subject.connector
    name = connector.name
    key = _folded(name) if isinstance(name, str) else ""
    if not key or not isinstance(name, str):
        return
    if first := _other(workspace.claim("name", key, subject), subject):
        message = f"{quoted(name)} is also the name of the connector in {_place(first)}"
        yield Hit(at=("name",), message=message)


def _other(first: Claim, subject: Subject) -> Claim | None:
    """Return the first claim, unless it is this connector's, perhaps in its other version."""
    if (first.file, first.at) == (subject.file, subject.at):
        return None
    return None if first.id is not None and first.id == subject.connector.id else first


def _place(claim: Claim) -> str:
    return f"{claim.file} at {to_text(claim.at)}" if claim.at else claim.file


def duplicate_endpoint(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report a request that another connector makes as well, the names of placeholders apart."""
    connector = subject.connector
    url = connector.url_template
    if url is None:
        return
    unseen = [field for field in ("http_method", "body") if connector.is_unknown(field)]
    if unseen:
        yield from map(Unobserved, unseen)
    elif first := _other(workspace.claim("endpoint", _request(connector, url), subject), subject):
        yield Hit(
            at=("url",),
            message=f"The connector in {_place(first)} makes the same request",
            remedy="keep one of the two, if nothing else about them differs",
        )


def _request(connector: Connector, url: UrlTemplate) -> str:
    """Digest what is sent: bodies are long, and a run may see very many of them."""
    body = connector.body if isinstance(connector.body, str) else ""
    # Where the whole address is inserted, another name is another service.
    base = url.placeholders[0].name if url.starts_with_placeholder else ""
    parts = (str(connector.http_method), base, _address(url), unnamed(body).strip())
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _address(url: UrlTemplate) -> str:
    """Write a URL so that those that lead to one endpoint are equal."""
    start, end = url.path
    authority = unnamed(url.text[:start]).lower()
    path = unnamed(url.text[start:end]).rstrip("/")
    address = authority + path + unnamed(url.text[end:])
    if not address.isprintable():
        address = address.translate(REMOVED)
    return address.strip(C0_AND_SPACE)
