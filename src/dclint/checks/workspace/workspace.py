"""What is wrong with a connector only because of those beside it."""

from collections.abc import Iterator
from hashlib import sha256
from unicodedata import normalize

from dclint.base.quoting import quoted
from dclint.findings.hit import Claim, Hit, Unobserved
from dclint.model.connector import Connector
from dclint.model.subject import Subject, Workspace
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


def duplicate_connector_name(subject: Subject, _workspace: Workspace) -> Iterator[Outcome | Claim]:
    """Report a name that another connector has, case, width and blanks apart."""
    connector = subject.connector
    name = connector.name
    key = _folded(name) if isinstance(name, str) else ""
    if not key or not isinstance(name, str):
        return
    message = f"{quoted(name)} is also the name of the connector in "
    yield Claim("name", key, Hit(at=("name",), message=message))


def duplicate_endpoint(subject: Subject, _workspace: Workspace) -> Iterator[Outcome | Claim]:
    """Report a request that another connector makes as well, the names of placeholders apart."""
    connector = subject.connector
    url = connector.url_template
    if url is None:
        return
    unseen = [field for field in ("http_method", "body") if connector.is_unknown(field)]
    if unseen:
        yield from map(Unobserved, unseen)
        return
    hit = Hit(
        at=("url",),
        message="The connector in ",
        remedy="keep one of the two, if nothing else about them differs",
    )
    yield Claim("endpoint", _request(connector, url), hit, " makes the same request")


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
