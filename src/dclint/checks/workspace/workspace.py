"""What is wrong with a connector only because of those beside it."""

from collections.abc import Iterator
from hashlib import sha256
from unicodedata import normalize

from dclint.base.quoting import quote_text
from dclint.findings.hit import Claim, Hit, NotObservable
from dclint.model.connector import Connector
from dclint.model.subject import Subject, Workspace
from dclint.ruleset.rule import Outcome
from dclint.syntax.template import strip_placeholder_names
from dclint.syntax.url import UrlTemplate
from dclint.syntax.url_spans import C0_AND_SPACE, REMOVED_CHARACTERS

# Characters of a name that are normalised: a run of combining marks takes quadratic time.
_MAX_NORMALIZED = 1000


def _normalize_name(name: str) -> str:
    """Write a name so that case, width and blanks make no difference."""
    text = normalize("NFKC", name[:_MAX_NORMALIZED]) + name[_MAX_NORMALIZED:]
    return " ".join(text.casefold().split())


def duplicate_connector_name(subject: Subject, _workspace: Workspace) -> Iterator[Outcome | Claim]:
    """Report a name that another connector has, case, width and blanks apart."""
    connector = subject.connector
    name = connector.name
    key = _normalize_name(name) if isinstance(name, str) else ""
    if not key or not isinstance(name, str):
        return
    message = f"{quote_text(name)} is also the name of the connector in "
    yield Claim("name", key, Hit(at=("name",), message=message))


def duplicate_endpoint(subject: Subject, _workspace: Workspace) -> Iterator[Outcome | Claim]:
    """Report a request that another connector makes as well, the names of placeholders apart."""
    connector = subject.connector
    url = connector.url_template
    if url is None:
        return
    unseen = [field for field in ("http_method", "body") if connector.is_unknown(field)]
    if unseen:
        yield from map(NotObservable, unseen)
        return
    hit = Hit(
        at=("url",),
        message="The connector in ",
        remedy="keep one of the two, if nothing else about them differs",
    )
    yield Claim("endpoint", _hash_request(connector, url), hit, " makes the same request")


def _hash_request(connector: Connector, url: UrlTemplate) -> str:
    """Digest what is sent: bodies are long, and a run may see very many of them."""
    body = connector.body if isinstance(connector.body, str) else ""
    # Where the whole address is inserted, another name is another service.
    base = url.placeholders[0].name if url.starts_with_placeholder else ""
    parts = (
        str(connector.http_method),
        base,
        _normalize_url(url),
        strip_placeholder_names(body).strip(),
    )
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _normalize_url(url: UrlTemplate) -> str:
    """Write a URL so that those that lead to one endpoint are equal."""
    start, end = url.path
    authority = strip_placeholder_names(url.text[:start]).lower()
    path = strip_placeholder_names(url.text[start:end]).rstrip("/")
    address = authority + path + strip_placeholder_names(url.text[end:])
    if not address.isprintable():
        address = address.translate(REMOVED_CHARACTERS)
    return address.strip(C0_AND_SPACE)
