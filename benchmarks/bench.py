"""Start-up, throughput and memory, each with its limit; figures of one run are comparable.

Usage: `make bench`, or `python benchmarks/bench.py [--runs N] [--connectors N]`.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
BARE = (sys.executable, "-c", "pass")
BARE_LIMIT_MS = 10
VERSION_LIMIT_MS = 60

# The limits hold on a machine on which bare Python starts in BARE_LIMIT_MS; others scale.
CHECK_LIMIT_MS = 150

TRADES = ("orders", "bookings", "invoices", "appointments", "claims", "loans", "meters", "visits")


def connector(number: int) -> dict[str, object]:
    """A connector of the size and the variety that real ones have; every eighth has a fault."""
    trade = TRADES[number % len(TRADES)]
    key = f"{trade[:-1]}_id"
    writes = number % 3 == 0
    inputs = [
        {
            "name": name,
            "type": "string",
            "description": f"The {name.replace('_', ' ')} as printed on the confirmation that we "
            "sent by email, for example A-1042 or 20260117.",
            "required": True,
            "default_value": "",
        }
        for name in (key, "postcode", "locale")
    ]
    return {
        "name": f"Look up {trade} {number}",
        "description": f"Returns the state of one of the customer's {trade}, the day on which it "
        "was last changed and who is responsible. Use it when the customer asks where things "
        "stand. Do not use it for complaints; those go to a teammate.",
        "http_method": "post" if writes else "get",
        "url": f"https://api.{trade}-desk.io/v{number}/{trade}/{{{{{key}}}}}?locale={{{{locale}}}}",
        "body": json.dumps({"postcode": "{{postcode}}", "source": "fin"}) if writes else None,
        "direct_fin_usage": number % 2 == 0,
        "audiences": ["users"],
        "headers": [
            {"name": "Accept", "value": "application/json"},
            {"name": "Content-Type", "value": "application/json"},
            {"name": "X-Postcode", "value": "{{postcode}}" if number % 8 else "{{postCode}}"},
        ],
        "data_inputs": inputs,
        "customer_authentication": True,
        "bypass_authentication": False,
        "validate_missing_attributes": True,
        "token_ids": [str(4000 + number % 7)],
    }


def milliseconds(command: Sequence[str], runs: int) -> float:
    """The median wall time of a command, after one run that warms the caches."""
    times = []
    for _ in range(runs + 1):
        started = time.perf_counter()
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times[1:])


def install(folder: Path) -> str:
    """Install the wheel into a folder, as users have it, and return the command."""
    target = str(folder / "installed")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target]
    subprocess.run([*pip, str(ROOT)], check=True, stderr=subprocess.DEVNULL)
    os.environ["PYTHONPATH"] = target
    return f"{target}/bin/dclint"


def start_up(dclint: str, folder: Path, runs: int) -> None:
    """Time the commands that a hook starts for every commit."""
    as_json, as_yaml = folder / "one.json", folder / "one.yaml"
    as_json.write_text(json.dumps(connector(1), indent=2))
    as_yaml.write_text(json.dumps(connector(1), indent=2))
    bare = milliseconds(BARE, runs)
    scale = max(1.0, bare / BARE_LIMIT_MS)
    print(f"bare python            {bare:7.1f} ms")
    for title, limit, arguments in (
        ("--version", VERSION_LIMIT_MS, ["--version"]),
        ("check one JSON file", CHECK_LIMIT_MS, ["check", "--isolated", str(as_json)]),
        ("check one YAML file", CHECK_LIMIT_MS, ["check", "--isolated", str(as_yaml)]),
        ("check, SARIF", CHECK_LIMIT_MS, ["check", "--isolated", "-f", "sarif", str(as_json)]),
    ):
        taken = milliseconds([dclint, *arguments], runs)
        print(f"{title:<22} {taken:7.1f} ms, {taken / (limit * scale):4.2f} of the limit")


def throughput(dclint: str, folder: Path, count: int) -> None:
    """Lint one list of `count` connectors and compare with parsing the same bytes."""
    file = folder / "list.json"
    file.write_text(json.dumps({"type": "list", "data": [connector(i) for i in range(count)]}))
    content = file.read_bytes()
    started = time.perf_counter()
    json.loads(content)
    parsing = (time.perf_counter() - started) / count * 1e6
    started = time.perf_counter()
    command = [dclint, "check", "--isolated", "--format", "concise", "--profile-rules", str(file)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    linting = (time.perf_counter() - started) / count * 1e6
    print(f"\n{count:,} connectors, {len(content) / 1e6:.1f} MB")
    print(f"json.loads             {parsing:7.1f} µs/connector")
    print(
        f"dclint check           {linting:7.1f} µs/connector, {linting / parsing:4.1f} times that"
    )
    print(result.stdout.splitlines()[-1])
    print("\n".join(result.stderr.splitlines()[:12]))


def memory(dclint: str, folder: Path) -> None:
    """Lint 200 and 2,000 files: the peak must not grow with their number."""
    for count in (200, 2000):
        files = folder / f"files-{count}"
        files.mkdir()
        for number in range(count):
            (files / f"{number}.json").write_text(json.dumps(connector(number * 8 + 1)))
        process = subprocess.Popen(
            [dclint, "check", "--isolated", "-f", "concise", str(files)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, _, usage = os.wait4(process.pid, 0)
        print(f"{count:>5} files            {usage.ru_maxrss / 1024:7.1f} MiB at the peak")


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--connectors", type=int, default=10_000)
    arguments = parser.parse_args()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        dclint = install(folder)
        start_up(dclint, folder, arguments.runs)
        throughput(dclint, folder, arguments.connectors)
        memory(dclint, folder)


if __name__ == "__main__":
    main()
