"""What the terminal shows of rules: the list, and the page of one."""

import json
import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from dclint.report.style import Style, visible
from dclint.ruleset.rule import Rule

_WIDTH = 80
_ITEM = re.compile(r"(?:[*-]|[0-9]{1,2}\.) ")  # how an item of a list begins


def as_json(rules: Sequence[Rule]) -> str:
    """Write all that is known of the rules as one JSON list."""
    return json.dumps([asdict(rule) for rule in rules], indent=2) + "\n"


def listing(rules: Sequence[Rule], style: Style) -> str:
    """Write one line a rule: name, severity, profile, title."""
    longest = max((len(rule.name) for rule in rules), default=0)
    lines = [
        f"{style.paint(rule.name.ljust(longest), 'bold')}  "
        f"{style.paint(rule.severity.value.ljust(7), rule.severity)}  "
        f"{rule.profile.value.ljust(8)}  {visible(rule.title)}"
        for rule in rules
    ]
    return "\n".join([*lines, "", f"{len(rules)} rules. `dclint explain RULE` tells more."]) + "\n"


def explain(rule: Rule, style: Style) -> str:
    """Write the page of one rule."""
    facts = visible(
        f"{rule.severity}, security severity {rule.security_severity:g}, "
        f"{rule.confidence} confidence, profile {rule.profile}, {rule.category}, "
        f"since {rule.since}"
    )
    lines = [style.paint(rule.name, "bold"), visible(rule.title), style.paint(facts, "dim")]
    for head, section in _sections(rule, style):
        lines += ["", head, *section] if section else []
    return "\n".join(lines) + "\n"


def _sections(rule: Rule, style: Style) -> Iterator[tuple[str, list[str]]]:
    """Yield head and lines of each section; a rule of one's own may leave out any."""
    yield style.paint("What is wrong", "bold"), _wrapped(rule.summary)
    yield style.paint("What happens because of it", "bold"), _wrapped(rule.why)
    yield style.paint("How to fix it", "bold"), _wrapped(_advice(rule))
    for head, kind, examples in (("Before", "error", rule.bad), ("After", "info", rule.good)):
        for example in examples[:1]:
            yield f"{style.paint(head, kind)}: {visible(example.title)}", _quoted(example.text)
            beside = "On the other side" if example.against else "Known beside it"
            known = example.against or _written(example.evidence)
            yield style.paint(beside, kind), _quoted(known)
    yield style.paint("What dclint cannot see", "bold"), _wrapped(rule.limits)
    options = [f"{n} = {json.dumps(o.default)}: {o.summary}" for n, o in rule.options.items()]
    yield style.paint("Options", "bold"), _wrapped("\n\n".join(options))
    references = [line for each in rule.references for line in (each.title, f"  {each.url}")]
    yield style.paint("References", "bold"), [f"  {visible(line)}" for line in references]


def _advice(rule: Rule) -> str:
    return f"{rule.fix.strip()}\n\n{rule.fixes}" if rule.fixes else rule.fix


def _quoted(text: str) -> list[str]:
    return [f"    {visible(line)}" for line in text.rstrip().splitlines()]


def _written(evidence: dict[str, Any]) -> str:
    return json.dumps(evidence, indent=2) if evidence else ""


def _wrapped(text: str) -> list[str]:
    return [
        wrapped
        for paragraph in text.strip().split("\n\n")
        for line in _joined(paragraph)
        for wrapped in textwrap.wrap(
            visible(line), _WIDTH, initial_indent="  ",
            subsequent_indent="    " if _ITEM.match(line) else "  ",
            break_long_words=False, break_on_hyphens=False,
        )
    ]  # fmt: skip


def _joined(paragraph: str) -> list[str]:
    """The lines of a paragraph, those of running text joined, items of a list kept apart."""
    lines: list[str] = []
    for line in paragraph.splitlines():
        if lines and not _ITEM.match(line.lstrip()):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines
