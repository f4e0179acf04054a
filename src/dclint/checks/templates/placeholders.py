"""Are placeholders written as such?"""

from collections.abc import Iterator

from dclint.analysis import braces
from dclint.analysis.placeholders import summarize_names
from dclint.base.quoting import quote_placeholder, quote_text
from dclint.edits.edit import Rewrite, suggest_safe_fix, suggest_unsafe_fix
from dclint.findings.hit import Hit, NotObservable, Related
from dclint.findings.severity import Severity
from dclint.model.connector import Connector, Place
from dclint.ruleset.rule import Outcome


def malformed_template(connector: Connector) -> Iterator[Outcome]:
    """Report braces that form no placeholder, and placeholders without a name."""
    is_unnamed = "" in connector.used_names
    for place in connector.places:
        text = place.text
        if "}}" not in text and "{{" not in text:
            continue
        is_even = text.count("{{") == len(place.placeholders) == text.count("}}")
        if is_even and not is_unnamed and "{{{" not in text:
            continue
        if found := sorted(braces.find_brace_faults(place)):
            yield _build_malformed_hit(connector, place, found)
    for fact in connector.hidden_places:
        yield NotObservable(fact)


def _build_malformed_hit(connector: Connector, place: Place, found: list[tuple[int, int]]) -> Hit:
    (start, end), text = found[0], place.text
    remedy = suggested = None
    if end - start > 2:  # noqa: PLR2004 - more than one pair of braces
        written = quote_text(text[start:end])
        message = f"{written} names no data input"
        if text.startswith("{{{", start):
            message = f"{written} has one brace too many on each side"
            remedy = f"write {quote_text(text[start + 1 : end - 1])}"
    elif attempt := braces.extend_to_attempt(text, found[0], connector.input_names):
        start, end, name = attempt
        message = f"{quote_text(text[start:end])} lacks a brace, so it is no placeholder"
        remedy = f"write {quote_placeholder(name)}"
        suggested = suggest_unsafe_fix(Rewrite(place.at, f"{{{{{name}}}}}", (start, end)))
    elif text.startswith("{{", start):
        message = "`{{` begins a placeholder that does not end"
    else:
        message = "`}}` ends a placeholder that does not begin"
    if len(found) > 1:
        message += f" ({len(found)} such faults in this text)"
    return Hit(message, place.at, (start, end), remedy=remedy, suggested_fix=suggested)


def wrong_placeholder_syntax(connector: Connector) -> Iterator[Outcome]:
    """Report placeholders as other systems write them."""
    for place, found in braces.find_attempts(connector):
        yield _build_wrong_syntax_hit(connector, place, found)
    hidden = connector.hidden_places
    if connector.is_unknown("data_inputs"):
        yield from map(NotObservable, hidden)
        texts = (place.text for place in connector.places if place.at != ("url",))
        if any(braces.find_colon_segments(connector)) or any(
            any(braces.find_text_attempts(text)) for text in texts
        ):
            yield NotObservable("data_inputs")
    elif hidden:
        is_idle = bool(connector.input_names.keys() - connector.used_names)
        yield from (NotObservable(fact) for fact in hidden if is_idle or fact == "url")


def _build_wrong_syntax_hit(
    connector: Connector, place: Place, found: list[braces.PlaceholderAttempt]
) -> Hit:
    declared = [a for a in found if a.name in connector.input_names]
    start, end, name = (declared or found)[0]
    written = list(dict.fromkeys(place.text[a.start : a.end] for a in found))
    remedy = f"write {quote_placeholder(name)}"
    related: tuple[Related, ...] = ()
    if name in connector.input_names:
        at = ("data_inputs", connector.input_names[name], "name")
        related = (Related("the input that it means", at),)
    elif "." not in name and not connector.is_unknown("data_inputs"):
        remedy += f" and declare {quote_text(name)} as a data input"
    are = "is" if len(written) == 1 else "are"
    return Hit(
        message=f"{summarize_names(written)} {are} sent as written; "
        "only `{{name}}` is replaced",
        at=place.at,
        fragment=(start, end),
        severity=Severity.ERROR if declared else None,
        remedy=remedy,
        related=related,
        suggested_fix=suggest_safe_fix(
            *(Rewrite(place.at, f"{{{{{a.name}}}}}", (a.start, a.end)) for a in declared)
        ),
    )
