"""What the terminal shows of rules: the list, and the page of one."""

import json
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from dclint.report.style import Style, visible
from dclint.rule import Example, Rule

_WIDTH = 88


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
    lines = [style.paint(rule.name, "bold"), visible(rule.title), style.paint(facts, "dim"), ""]
    for head, text in (
        ("What is wrong", rule.summary),
        ("What happens because of it", rule.why),
        ("How to fix it", rule.fix),
    ):
        lines += [style.paint(head, "bold"), *_wrapped(text), ""]
    for head, kind, examples in (("Before", "error", rule.bad), ("After", "info", rule.good)):
        for example in examples[:1]:
            lines += [*_example(style.paint(head, kind), example), ""]
    lines += [style.paint("What dclint cannot see", "bold"), *_wrapped(rule.limits), ""]
    if rule.options:
        lines += [style.paint("Options", "bold")]
        lines += [
            visible(f"  {name} = {json.dumps(o.default)}: {o.summary}")
            for name, o in rule.options.items()
        ]
        lines += [""]
    lines += [style.paint("References", "bold")]
    for reference in rule.references:
        lines += [f"  {visible(reference.title)}", f"    {visible(reference.url)}"]
    return "\n".join(lines) + "\n"


def _wrapped(text: str) -> Iterator[str]:
    for paragraph in text.strip().split("\n\n"):
        for line in _joined(paragraph):
            yield from textwrap.wrap(
                visible(line), _WIDTH, initial_indent="  ",
                subsequent_indent="    " if line[:1] in "*-123456789" else "  ",
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip


def _joined(paragraph: str) -> list[str]:
    """The lines of a paragraph, those of running text joined, items of a list kept apart."""
    lines: list[str] = []
    for line in paragraph.splitlines():
        if lines and not line.lstrip().startswith(("* ", "- ", "1.", "2.", "3.", "4.", "5.")):
            lines[-1] += " " + line.strip()
        else:
            lines.append(line.strip())
    return lines


def _example(head: str, example: Example) -> Iterator[str]:
    yield f"{head}: {visible(example.title)}"
    for line in example.text.rstrip().splitlines():
        yield f"    {visible(line)}"
