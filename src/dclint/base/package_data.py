"""The lists that are shipped as JSON files in `dclint/data`."""

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[1] / "data"


def load_package_data(name: str) -> Any:
    """Return the value of the list `name`, such as `secrets`."""
    return json.loads((_FOLDER / f"{name}.json").read_bytes())
