"""What the request itself tells: whether it carries a credential, reads or writes, and chooses."""

import functools
import re
from collections.abc import Iterable, Iterator

from dclint.analysis.access.fact import OFF, ON, Fact
from dclint.analysis.access.table import Method
from dclint.analysis.selectors import (
    ClassCounts,
    InputClass,
    Selector,
    classify_input,
    count_classes,
    determine_selector,
    list_possible_selectors,
)
from dclint.findings.hit import Related
from dclint.model.connector import Connector
from dclint.model.values import MALFORMED
from dclint.secrets.patterns import is_credential_header
from dclint.syntax.template import fill_placeholders


def infer_credential(connector: Connector) -> Fact[bool]:
    """Tell whether the call carries a credential of the workspace: a token, or a telling header."""
    tokens = connector.token_ids
    if isinstance(tokens, list) and tokens:
        return ON
    open_headers = connector.is_unknown("headers")
    for header in connector.known_headers:
        if header.key is not None and is_credential_header(header.key):
            return ON
        open_headers = open_headers or header.name is MALFORMED
    if isinstance(tokens, list):
        return Fact((False, True), ("headers",)) if open_headers else OFF
    return Fact((False, True), ("token_ids", "headers") if open_headers else ("token_ids",))


def locate_credentials(connector: Connector) -> Iterator[Related]:
    """Point at the tokens and at the telling headers that the call carries."""
    message = "the credential that it carries"
    if isinstance(connector.token_ids, list) and connector.token_ids:
        yield Related(message, ("token_ids",))
    for index in find_credential_headers(connector):
        yield Related(message, ("headers", index, "name"))


def find_credential_headers(connector: Connector) -> list[int]:
    """List the headers that hold a credential."""
    keys = enumerate(header.key for header in connector.known_headers)
    return [index for index, key in keys if key is not None and is_credential_header(key)]


_BY_VERB = {
    "get": Fact((Method.READ,)),
    "put": Fact((Method.MODIFY,)),
    "patch": Fact((Method.MODIFY,)),
    "delete": Fact((Method.MODIFY,)),
}

_POST_READS, _POST_CREATES = Fact((Method.READ,)), Fact((Method.CREATE,))

_READING_PATHS = frozenset(
    {
        "graphql",
        "search",
        "query",
        "lookup",
        "find",
        "list",
        "_search",
        "validate",
        "verify",
        "check",
        "calculate",
        "estimate",
        "quote",
        "quotes",
        "rates",
        "availability",
    }
)

# Behind such a word it says what comes back: the Admin API of Shopify has `graphql.json`.
_FORMAT_SUFFIX = ".json"

# A GraphQL text, as the body or in its JSON, that begins with `mutation` after comments.
_MUTATION = re.compile(
    r"""(?:\A|"query"\s*:\s*")(?:\\[nrt]|[\s,]|\#(?:[^"\\\n]|\\[^n\n])*(?:\\n|\n))*mutation\b"""
)


def infer_method(connector: Connector) -> Fact[Method]:
    """Tell what the call does, by its verb and, for `post`, by the words of its path and body."""
    verb = connector.http_method
    if not isinstance(verb, str):
        return Fact(tuple(Method), ("http_method",))
    if verb in _BY_VERB:
        return _BY_VERB[verb]
    if connector.is_unknown("url"):
        return Fact((Method.READ, Method.CREATE), ("url",))
    if not _is_read_path(connector):
        return _POST_CREATES
    if connector.is_unknown("body"):
        return Fact((Method.READ, Method.CREATE), ("body",))
    body = connector.body
    return _POST_CREATES if isinstance(body, str) and _MUTATION.search(body) else _POST_READS


def _is_read_path(connector: Connector) -> bool:
    """Whether the URL's last path segment, or what follows its last `:`, is a word for reading."""
    url = connector.url_template
    if url is None:
        return False
    path = fill_placeholders(url.text, url.placeholders)[slice(*url.path)]
    segment = path.rstrip("/").rpartition("/")[2].lower().removesuffix(_FORMAT_SUFFIX)
    return segment in _READING_PATHS or segment.rpartition(":")[2] in _READING_PATHS


_NOTHING_CHOSEN: Fact[Selector] = Fact((Selector.NONE,))
_NO_INPUT, _ANY_INPUTS = ClassCounts(), ClassCounts(2, 2, 2)


def infer_selector(connector: Connector) -> Fact[Selector]:
    """Tell what the declared inputs choose, as far as placeholders use them."""
    declared = connector.input_names
    unnamed = _find_unseen_names(connector)
    if not declared and not unnamed:
        return _NOTHING_CHOSEN
    used, hidden = connector.used_names, connector.hidden_places
    sure = _count_names([name for name in declared if name in used])
    if hidden and unnamed:
        return _build_selector_fact(sure, _ANY_INPUTS, (unnamed, *hidden))
    if hidden:
        return _build_selector_fact(
            sure, _count_names([name for name in declared if name not in used]), hidden
        )
    if unnamed:
        return _build_selector_fact(
            sure, _count_names([name for name in used if name not in declared]), (unnamed,)
        )
    return _build_selector_fact(sure, _NO_INPUT, ())


def _find_unseen_names(connector: Connector) -> str | None:
    """What would have to be seen to know the names of all inputs; None if they are known."""
    if connector.is_unknown("data_inputs"):
        return "data_inputs"
    if connector.faults and any(each.name is MALFORMED for each in connector.known_inputs):
        return "data_inputs[].name"
    return None


def _count_names(names: Iterable[str]) -> ClassCounts:
    """Count inputs by class; a dotted name is an attribute's, wherever it is declared."""
    return count_classes(tuple([classify_input(name) for name in names if "." not in name]))


@functools.cache
def _build_selector_fact(
    sure: ClassCounts, perhaps: ClassCounts, missing: tuple[str, ...]
) -> Fact[Selector]:
    values = list_possible_selectors(sure, perhaps)
    return Fact(values, missing if len(values) > 1 else ())


def find_selecting_inputs(connector: Connector) -> tuple[str, ...]:
    """Name the inputs that choose a person or a record, or help to, and are seen in the request.

    Empty if they are only factors: a postcode alone chooses nobody.
    """
    used = connector.used_names
    found = {n: classify_input(n) for n in connector.input_names if n in used and "." not in n}
    if determine_selector(count_classes(tuple(found.values()))) is Selector.NONE:
        return ()
    return tuple(name for name, each in found.items() if each is not InputClass.NONE)
