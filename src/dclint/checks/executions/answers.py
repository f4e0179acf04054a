"""What stands in the bodies of recorded responses; of their contents nothing is ever repeated."""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple

from dclint.analysis.access.story import point_at_field
from dclint.analysis.payment_cards import find_card_numbers, is_long_number
from dclint.analysis.prompt_injection import find_first_instruction
from dclint.analysis.response_paths import iter_leaf_values
from dclint.base.pointer import Json, Pointer, format_pointer
from dclint.base.quoting import quote_text
from dclint.findings.hit import Hit, NotObservable
from dclint.model.context import Answer
from dclint.model.subject import Subject, Workspace
from dclint.model.values import HIDDEN, MALFORMED
from dclint.ruleset.rule import Outcome
from dclint.secrets.patterns import find_secrets, select_providers
from dclint.syntax import characters
from dclint.syntax.normalize import normalize_text

_MAX_HITS = 10  # hits of one rule on one connector: more of them say nothing new

# A member's name that is neither a secret nor somebody's address or number.
_SAFE_KEY = re.compile(r"[A-Za-z_][A-Za-z_-]{0,39}[0-9]{0,2}")

_MASKED_KEY = "*"  # what stands for any other name


class _ResponseMatch(NamedTuple):
    """Something in a response: where, and what it is."""

    at: Pointer
    description: str


def injection_in_response(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report orders to the model and hidden characters in what the other service answered."""
    return _check_responses(subject, workspace, _find_injections)


def sensitive_data_in_response(subject: Subject, workspace: Workspace) -> Iterator[Outcome]:
    """Report credentials and card numbers in what the other service answered."""
    return _check_responses(subject, workspace, _find_sensitive_values)


def _check_responses(
    subject: Subject, workspace: Workspace, search: Callable[[Answer], Iterator[_ResponseMatch]]
) -> Iterator[Outcome]:
    connector = subject.connector
    known, own = workspace.context.answers, connector.id
    answers = known.get(own) if known and isinstance(own, str) else None
    if answers is None:
        yield NotObservable("id" if own is HIDDEN or own is MALFORMED else "answers")
        return
    place = point_at_field(connector, "execution_results_url")
    for message in islice(_describe_matches(answers, search), _MAX_HITS):
        yield Hit(message=message, at=place)


def _describe_matches(
    answers: tuple[Answer, ...], search: Callable[[Answer], Iterator[_ResponseMatch]]
) -> Iterator[str]:
    """Describe each kind of find at each place once, in the first response that has it."""
    seen = set()
    for answer in answers:
        for found in search(answer):
            story = f"{found.description} {_describe_location(found.at)}"
            if story not in seen:
                seen.add(story)
                yield f"The response of execution {quote_text(answer.execution)} {story}"


def _describe_location(at: Pointer) -> str:
    steps = [step if isinstance(step, int) or _is_safe_key(step) else _MASKED_KEY for step in at]
    return f"at {quote_text(format_pointer(tuple(steps)))}" if steps else "in its text"


def _is_safe_key(step: str) -> bool:
    return _SAFE_KEY.fullmatch(step) is not None


def _find_injections(answer: Answer) -> Iterator[_ResponseMatch]:
    for at, value in iter_leaf_values(answer.body, ()):
        if not isinstance(value, str):
            continue
        if characters.find_hidden(value):
            yield _ResponseMatch(at, "has hidden characters")
        if order := find_first_instruction(normalize_text(value)):
            yield _ResponseMatch(at, order[1])


def _find_sensitive_values(answer: Answer) -> Iterator[_ResponseMatch]:
    found = list(iter_leaf_values(answer.body, ()))
    among = select_providers("\0".join(value for _, value in found if isinstance(value, str)))
    for at, value in found:
        if isinstance(value, str) and among:
            for secret in find_secrets(value, among):
                yield _ResponseMatch(at, f"holds a secret ({secret.kind})")
        if _has_card_number(at, value):
            yield _ResponseMatch(at, "holds a card number")


def _has_card_number(at: Pointer, value: Json) -> bool:
    names = [step for step in at if isinstance(step, str)]
    if isinstance(value, str):
        return bool(find_card_numbers(value, names, is_number=False))
    return is_long_number(value) and bool(find_card_numbers(str(value), names, is_number=True))
