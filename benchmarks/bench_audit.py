"""A large workspace behind a slow line: the time against the request limit, and peak memory.

Usage: `make bench-audit`, or
`python benchmarks/bench_audit.py [--connectors N] [--latency SECONDS]`.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

FEW = 100  # connectors of the workspace with which memory is compared
RATES = (100, 20)  # requests a second; the last one is the default of `dclint audit`
SLOWEST = 1.1  # how many times as long as the request limit demands an audit may take
FATTEST = 1.5  # how many times as much memory as for FEW connectors it may take


class Figures(NamedTuple):
    """What one audit cost."""

    requests: int
    seconds: float
    processor: float
    """Seconds of processor time; if it is near `seconds`, the machine sets the limit."""
    mebibytes: float


def measure(connectors: int, rate: int, latency: float) -> Figures:
    """Audit a workspace in which every connector has a draft of its own."""
    from support.audit.server import connector, serving
    from support.audit.visits import COMMAND, environment

    with serving() as server, tempfile.TemporaryDirectory() as folder:
        for number in range(connectors):
            server.workspace.add(connector(number), connector(number, name=f"Draft {number}"))
        server.latency = latency
        command = [*COMMAND, "audit", "--base-url", server.url, "--max-rate", str(rate)]
        started = time.perf_counter()
        with subprocess.Popen(
            command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL
        ) as running:
            _, status, usage = os.wait4(running.pid, 0)
            running.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - started
        if running.returncode > 1:
            raise SystemExit(f"the audit failed with exit code {running.returncode}")
        processor = usage.ru_utime + usage.ru_stime
        return Figures(len(server.asked), seconds, processor, usage.ru_maxrss / 1024)


def main() -> None:
    """Print the figures, and fail if they are worse than allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connectors", type=int, default=1000)
    parser.add_argument("--latency", type=float, default=0.05, help="seconds before each answer")
    options = parser.parse_args()

    few = measure(FEW, RATES[0], options.latency)
    print(f"{'connectors':>10} {'rate':>5} {'requests':>9} {'seconds':>8} {'limit':>7} ", end="")
    print(f"{'ratio':>6} {'cpu':>6} {'MiB':>6}")
    failed = False
    for count, rate, found in (
        (FEW, RATES[0], few),
        *((options.connectors, rate, None) for rate in RATES),
    ):
        requests, seconds, processor, mebibytes = found or measure(count, rate, options.latency)
        limit = requests / rate
        print(f"{count:10,} {rate:5} {requests:9,} {seconds:8.1f} {limit:7.1f} ", end="")
        print(f"{seconds / limit:6.2f} {processor:6.1f} {mebibytes:6.1f}", flush=True)
        is_slow = rate == RATES[-1] and seconds > SLOWEST * limit + 2
        failed |= is_slow or mebibytes > FATTEST * few.mebibytes
    if failed:
        raise SystemExit("slower or larger than allowed")


if __name__ == "__main__":
    main()
