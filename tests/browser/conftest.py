"""A browser that is installed already: none is downloaded."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from support.pages import SAMPLES, numbered, page

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, or what DCLINT_BROWSER names."""
    found = os.environ.get("DCLINT_BROWSER") or next(filter(None, map(shutil.which, _BROWSERS)), "")
    assert found, "install chromium, or name a browser in DCLINT_BROWSER"
    with sync_playwright() as driver:
        # root has no sandbox, and the containers of CI have little shared memory
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"]
        browser = driver.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages, each in a file."""
    folder = tmp_path_factory.mktemp("pages")
    written = {}
    for name, report in {**SAMPLES, "many": numbered(300)}.items():
        written[name] = folder / f"{name}.html"
        written[name].write_text(page(report), "utf-8")
    return written
