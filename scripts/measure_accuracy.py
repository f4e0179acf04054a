"""Measure how well dclint judges who can reach what, on calls that were labelled before.

    python scripts/measure_accuracy.py [CALLS.jsonl]

Each line of CALLS is a call of a public API, as its documentation describes it, with the class to
which it belongs and why.  All are open to everybody through Fin, with a token and no passcode.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from dclint.config.settings import Config
from dclint.document import Document
from dclint.engine.lint import lint
from dclint.findings.severity import Severity
from dclint.model.source_item import SourceItem
from dclint.ruleset.registry import load_rules

CALLS = Path(__file__).parent.parent / "tests" / "data" / "access_calls.jsonl"
RULES = ("anonymous-data-access", "auth-bypass-exposes-data", "unauthenticated-write")

# The mildest and the worst verdict that is right: 0 is silence.
_ERROR, _WARNING, _INFO = Severity.ERROR.rank, Severity.WARNING.rank, Severity.INFO.rank
EXPECTED = {
    "reads a chosen record": (_ERROR, _ERROR),
    "reads a whole collection": (_WARNING, _ERROR),
    "reads what is public": (0, _INFO),
    "changes a chosen record": (_ERROR, _ERROR),
    "creates": (_INFO, _ERROR),
}

Call = dict[str, Any]


def read_calls(path: Path = CALLS) -> list[Call]:
    """Return the labelled calls of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def build_connector(call: Call) -> dict[str, Any]:
    """Return the call as a connector that everybody may start."""
    return {
        "name": call["name"],
        "http_method": call["http_method"],
        "url": call["url"],
        "body": call["body"],
        "direct_fin_usage": True,
        "audiences": ["users", "leads", "visitors"],
        "token_ids": ["1001"],
        "data_inputs": [{"name": name, "type": "string"} for name in call["inputs"]],
    }


def judge_connectors(connectors: list[dict[str, Any]]) -> list[int]:
    """Return the rank of the worst finding about access of each connector; 0 if there is none."""
    rules = [rule for rule in load_rules().values() if rule.name in RULES]
    document = Document("calls.json", json.dumps(connectors))
    report = lint([SourceItem(document)], rules, Config())
    worst = [0] * len(connectors)
    for finding in report.findings:
        if finding.connector is not None:
            index = finding.connector.ordinal
            worst[index] = max(worst[index], finding.severity.rank)
    return worst


def is_right(call: Call, rank: int) -> bool:
    """Whether a verdict of this rank is right for `call`."""
    least, most = EXPECTED[call["class"]]
    return least <= rank <= most


def measure_classes(calls: list[Call], ranks: list[int]) -> dict[str, list[bool]]:
    """Return for each class whether each of its calls was judged rightly."""
    found: dict[str, list[bool]] = defaultdict(list)
    for call, rank in zip(calls, ranks, strict=True):
        found[call["class"]].append(is_right(call, rank))
    return found


def main() -> None:
    """Print the share of right verdicts in each class, and what was judged otherwise."""
    calls = read_calls(Path(sys.argv[1]) if len(sys.argv) > 1 else CALLS)
    ranks = judge_connectors([build_connector(call) for call in calls])
    shares = []
    for name, results in measure_classes(calls, ranks).items():
        shares.append(sum(results) / len(results))
        print(f"{name:26} {sum(results):3} of {len(results):3}  {shares[-1]:7.1%}")
    for call, rank in zip(calls, ranks, strict=True):
        if not is_right(call, rank):
            print(f"  rank {rank}: {call['http_method']} {call['url']} ({call['class']})")
    print(f"mean of the classes {sum(shares) / len(shares):.1%}")


if __name__ == "__main__":
    main()
