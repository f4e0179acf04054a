"""How SARIF describes rules, and text that is harmless in its messages."""

from typing import Any

from dclint.findings.severity import Confidence, Severity
from dclint.ruleset.rule import Rule

_LINK = "[{0.title}]({0.url})"
_MAX_TAGS = 20  # gitHub refuses a rule with more
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PRECISIONS = {Confidence.HIGH: "high", Confidence.MEDIUM: "medium", Confidence.LOW: "low"}


def build_rule_descriptor(rule: Rule) -> dict[str, Any]:
    """Describe a rule: SARIF 3.49."""
    security = rule.security_severity > 0
    properties: dict[str, Any] = {
        "precision": _PRECISIONS[rule.confidence],
        "problem.severity": LEVELS[rule.severity].replace("note", "recommendation"),
        "tags": [rule.category, *["security"] * security, *map(_format_cwe_tag, rule.cwe)][
            :_MAX_TAGS
        ],
    }
    if security:
        properties["security-severity"] = f"{rule.security_severity:.1f}"
    return {
        "id": rule.name,
        "name": "".join(part.capitalize() for part in rule.name.split("-")),
        "shortDescription": {"text": escape_message(rule.title)},
        "fullDescription": {"text": escape_message(rule.summary or rule.title)},
        "help": {
            "text": escape_message(_build_help(rule, "{0.title}: {0.url}", "")),
            "markdown": _build_help(rule, _LINK, _quote_examples(rule)),
        },
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": properties,
    }


def _format_cwe_tag(name: str) -> str:
    return f"external/cwe/{name.lower()}"


def _build_help(rule: Rule, link: str, examples: str) -> str:
    references = "\n".join(f"* {link.format(reference)}" for reference in rule.references)
    parts = {
        "": rule.summary or rule.title,
        "What happens because of it": rule.why,
        "How to fix it": rule.fix,
        "Before and after": examples,
        "What dclint cannot see": rule.limits,
        "References": references,
    }
    return "\n\n".join(
        (f"## {head}\n\n" if head else "") + text.strip() for head, text in parts.items() if text
    )


def _quote_examples(rule: Rule) -> str:
    """Quote the first examples; the plain help has none, since its braces would mean arguments."""
    examples = (*rule.bad[:1], *rule.good[:1])
    return "\n\n".join(f"```\n{example.text.rstrip()}\n```" for example in examples)


def escape_message(text: str) -> str:
    """Text without braces, which in SARIF messages mark arguments (3.11.5), and without links."""
    text = text.strip().replace("{{", "‹").replace("}}", "›")
    return text.translate(_BRACKET_ESCAPES).encode("utf-8", "replace").decode()


_BRACKET_ESCAPES = str.maketrans({"{": "(", "}": ")", "[": "(", "]": ")"})
