"""The command line in this process, and what it is given."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from io import BytesIO, TextIOWrapper
from pathlib import Path

import pytest

from dclint.cli import run

CLEAN = {
    "name": "Find a shop",
    "description": "Returns the nearest shop and its opening hours. Use it when somebody asks.",
    "http_method": "get",
    "url": "https://api.shopfinder.io/near?city={{city}}",
    "headers": [],
    "data_inputs": [
        {"name": "city", "type": "string", "description": "The city to look in", "required": True}
    ],
    "audiences": ["users"],
    "token_ids": [],
}
FAULTY = CLEAN | {"url": "http://api.shopfinder.io/near?city={{city}}"}
NOTED = CLEAN | {"colour": "red"}


def run_bytes(
    *arguments: str, cwd: Path, stdin: bytes = b"", env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in this process, with streams, folder and environment of its own.

    No setting of whoever runs the tests is seen; `env` is added, and None removes a variable.
    """
    out, err = BytesIO(), BytesIO()
    hidden = [name for name in os.environ if name.startswith(("DCLINT", "NO_COLOR", "FORCE"))]
    with pytest.MonkeyPatch.context() as patch:
        for name in hidden:
            patch.delenv(name)
        for name, value in (env or {}).items():
            if value is None:
                patch.delenv(name, raising=False)
            else:
                patch.setenv(name, value)
        patch.chdir(cwd)
        patch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", TextIOWrapper(out, "utf-8", write_through=True))
        patch.setattr(sys, "stderr", TextIOWrapper(err, "utf-8", write_through=True))
        code = run(arguments)
        written = out.getvalue(), err.getvalue()
    return subprocess.CompletedProcess(arguments, code, *written)


def dclint(
    *arguments: str, cwd: Path, stdin: str = "", env: Mapping[str, str | None] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, as `run_bytes` does, in text."""
    ran = run_bytes(*arguments, cwd=cwd, stdin=stdin.encode(), env=env)
    return subprocess.CompletedProcess(
        arguments, ran.returncode, ran.stdout.decode(), ran.stderr.decode()
    )


def write(folder: Path, name: str, value: object) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return name


def git(folder: Path, *arguments: str) -> None:
    options = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)
