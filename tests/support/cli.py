"""The command line in a process of its own, and what it is given."""

import json
import os
import subprocess
import sys
from pathlib import Path

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


def dclint(
    *arguments: str, cwd: Path, stdin: str = "", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    code = "from dclint.cli import main; main()"
    kept = {
        k: v for k, v in os.environ.items() if not k.startswith(("DCLINT", "NO_COLOR", "FORCE"))
    }
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=cwd,
        input=stdin,
        capture_output=True,
        encoding="utf-8",
        env=kept | (env or {}),
        check=False,
        timeout=60,
    )


def write(folder: Path, name: str, value: object) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return name


def git(folder: Path, *arguments: str) -> None:
    options = ("-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *options, *arguments], cwd=folder, check=True, capture_output=True)
