"""Compare what two installed versions of dclint write about the same files, byte for byte.

    python scripts/compare_outputs.py OLD/bin/dclint NEW/bin/dclint examples ...

Each path, and each entry of a folder, is checked by both in JSON, SARIF and text.  The output on
both streams, the exit codes and the fingerprints in them must be the same, but for the version.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

FORMATS = ("json", "sarif", "text")
_VERSION = re.compile(rb'("(?:version|semanticVersion)": )"\d+\.\d+\.\d+[^"]*"')


def main(old: str, new: str, *paths: str) -> int:
    """Print the differences, and return how many there are."""
    jobs = [(path, form) for path in list_inputs(paths) for form in FORMATS]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        same = list(pool.map(lambda job: run(old, *job) == run(new, *job), jobs))
    different = [job for job, is_same in zip(jobs, same, strict=True) if not is_same]
    for path, form in different:
        print(f"{path}: {form} differs")
    print(f"{len(jobs):,} outputs compared, {len(different)} differ")
    return len(different)


def list_inputs(paths: tuple[str, ...]) -> Iterator[str]:
    """Yield the paths, and what lies directly in those that are folders."""
    for path in paths:
        yield path
        if Path(path).is_dir():
            yield from (str(entry) for entry in sorted(Path(path).iterdir()))


def run(command: str, path: str, form: str) -> tuple[int, bytes, bytes]:
    """Return the exit code and both outputs of a check, without the version of the tool."""
    done = subprocess.run(
        [command, "check", "--format", form, path],
        capture_output=True,
        check=False,
        env=os.environ | {"NO_COLOR": "1"},
    )
    return done.returncode, _VERSION.sub(rb'\1"0"', done.stdout), done.stderr


if __name__ == "__main__":
    sys.exit(min(main(*sys.argv[1:]), 1))
