"""Texts that a model reads: emoji in names, characters nobody sees, descriptions nobody wrote."""

import re
from collections.abc import Iterator

from dclint.base.pointer import Pointer
from dclint.base.quoting import quote_text
from dclint.edits.edit import Rewrite, SuggestedFix, suggest_safe_fix
from dclint.findings.hit import Hit, NotObservable
from dclint.findings.severity import Profile, Severity
from dclint.model.connector import Connector
from dclint.model.values import ABSENT, HIDDEN, MALFORMED, DataInput, Part, Shape
from dclint.ruleset.rule import Outcome
from dclint.syntax import characters

_READ_FIELDS = ("name", "description", "url", "body", "data_inputs", "headers")
_READ_INPUT_FIELDS = ("name", "description", "default_value")
_READ_HEADER_FIELDS = ("name", "value")
_MAX_NAME_LENGTH = 40  # a longer name would be cut in a message, so none is proposed


def emoji_in_name(connector: Connector) -> Iterator[Outcome]:
    """Report a name with an emoji; pedants also hear of symbols that fonts may show as one."""
    name = connector.name
    if not isinstance(name, str) or name.isascii():
        return
    if found := [match.span() for match in characters.emoji_pattern().finditer(name)]:
        start, end = found[0]
        rest = _remove_emoji(name)
        more = f" and {len(found) - 1} more" if found[1:] else ""
        yield Hit(
            message=f"The name contains the emoji {quote_text(name[start:end])}{more}",
            at=("name",),
            fragment=(start, end),
            remedy=f"call it {quote_text(rest)}"
            if rest and len(rest) <= _MAX_NAME_LENGTH
            else None,
            suggested_fix=suggest_safe_fix(Rewrite(("name",), rest)) if rest else None,
        )
    elif symbol := characters.pictograph_pattern().search(name):
        yield Hit(
            message=f"The name contains {quote_text(symbol[0])}, which some fonts show as an emoji",
            at=("name",),
            fragment=symbol.span(),
            severity=Severity.INFO,
            profile=Profile.PEDANTIC,
        )


def hidden_unicode(connector: Connector) -> Iterator[Outcome]:
    """Report characters that people cannot see but a model or a parser reads."""
    unseen = set()
    for at, part, fields in _iter_text_parts(connector):
        for field in fields:
            value = getattr(part, field)
            if isinstance(value, str):
                if not (value.isascii() and value.isprintable()):
                    yield from _find_hidden_characters((*at, field), value)
            elif value is HIDDEN or value is MALFORMED:
                unseen.add(f"{at[0]}[].{field}" if at else field)
    yield from map(NotObservable, sorted(unseen))


def missing_description(connector: Connector) -> Iterator[Outcome]:
    """Report a connector without a description, by which Fin would choose it."""
    description = connector.description
    if _has_text(description):
        return
    if connector.shape is Shape.PATCH or connector.is_unknown("description"):
        yield NotObservable("description")
        return
    yield _build_description_hit("The connector", (), description, connector)
    if connector.is_unknown("direct_fin_usage"):
        yield NotObservable("direct_fin_usage")


def missing_input_description(connector: Connector) -> Iterator[Outcome]:
    """Report inputs without a description, by which Fin would collect them."""
    silent = [
        (index, data_input)
        for index, data_input in enumerate(connector.known_inputs)
        if not _has_text(data_input.description)
    ]
    for index, data_input in silent:
        description = data_input.description
        if description is MALFORMED:
            yield NotObservable("data_inputs[].description")
        else:
            at = ("data_inputs", index)
            yield _build_description_hit(
                _label_input(index, data_input), at, description, connector
            )
    if silent and connector.is_unknown("direct_fin_usage"):
        yield NotObservable("direct_fin_usage")


def _iter_text_parts(connector: Connector) -> Iterator[tuple[Pointer, Part, tuple[str, ...]]]:
    """Yield the objects whose members a model or the other service reads, and which members."""
    yield (), connector, _READ_FIELDS
    for index, data_input in enumerate(connector.known_inputs):
        yield ("data_inputs", index), data_input, _READ_INPUT_FIELDS
    for index, header in enumerate(connector.known_headers):
        yield ("headers", index), header, _READ_HEADER_FIELDS


def _find_hidden_characters(at: Pointer, text: str) -> Iterator[Hit]:
    found = characters.find_hidden(text)
    if not found:
        return
    first = found[0]
    member = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)[1:]
    what = characters.describe_character(text[first])
    more = f" and {len(found) - 1} more hidden" if found[1:] else ""
    message = f"`{member}` contains {what} as character {first + 1}{more}"
    yield Hit(message, at, (first, first + 1), suggested_fix=_build_deletion_fix(at, text, found))


_MAX_DELETED = 1000  # characters that one finding deletes

# Joiners, and characters on whose meaning some people have agreed.
_POSSIBLY_INTENDED = re.compile("[\u200c\u200d\ue000-\uf8ff\U000f0000-\U0010ffff]")


def _build_deletion_fix(at: Pointer, text: str, found: list[int]) -> SuggestedFix | None:
    """Delete what no text needs: tags, bidirectional and zero-width characters, controls."""
    useless = [index for index in found if not _POSSIBLY_INTENDED.match(text[index])]
    if len(useless) > _MAX_DELETED:
        return None
    return suggest_safe_fix(*(Rewrite(at, "", (index, index + 1)) for index in useless))


def _remove_emoji(name: str) -> str | None:
    """Return the name without its emoji, if letters remain and nothing new comes together."""
    emoji = characters.emoji_pattern()
    rest = " ".join(emoji.sub("", name).split())
    return None if not any(map(str.isalpha, rest)) or emoji.search(rest) else rest


def _has_text(text: object) -> bool:
    return isinstance(text, str) and bool(text.strip(characters.WHITE_SPACE))


def _build_description_hit(who: str, at: Pointer, description: object, connector: Connector) -> Hit:
    used_by_fin = connector.direct_fin_usage is True
    return Hit(
        message=f"{who} has {'no' if description is ABSENT else 'an empty'} description",
        at=at if description is ABSENT else (*at, "description"),
        severity=None if used_by_fin else Severity.WARNING,
    )


def _label_input(index: int, data_input: DataInput) -> str:
    name = data_input.name
    return f"The input {quote_text(name)}" if isinstance(name, str) else f"Input {index + 1}"
