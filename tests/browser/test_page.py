"""The page in a real browser: in three widths, in both themes, without scripts, on paper."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

WIDTHS = (360, 768, 1440)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
OVERFLOWING = """
() => [...document.querySelectorAll("body *")]
  .filter((each) => !each.closest("svg") && each.checkVisibility())
  .filter((each) => each.getBoundingClientRect().right > innerWidth + 1)
  .map((each) => each.outerHTML.slice(0, 200))
"""
SPILLING = """
() => [...document.querySelectorAll(".stages > li")]
  .flatMap((frame) => [...frame.children].filter((text) => {
    const [outer, inner] = [frame.getBoundingClientRect(), text.getBoundingClientRect()];
    return inner.left < outer.left || inner.right > outer.right || inner.bottom > outer.bottom
      || text.scrollWidth > text.clientWidth && getComputedStyle(text).display !== "inline";
  }))
  .map((text) => text.textContent)
"""
COLUMNS = """
() => new Set([...document.querySelectorAll(".stages")[0].children]
  .map((each) => Math.round(each.getBoundingClientRect().left))).size
"""
SHAPES = """
() => [...document.querySelectorAll(".legend .box")].map((each) => {
  const style = getComputedStyle(each);
  return [style.borderTopStyle, style.borderLeftWidth, style.borderTopLeftRadius].join(" ");
})
"""

every_width = pytest.mark.parametrize("width", WIDTHS)
every_theme = pytest.mark.parametrize("theme", THEMES)


@contextmanager
def opened(
    browser: Browser,
    file: Path,
    *,
    width: int = 1440,
    theme: Literal["light", "dark"] = "light",
    scripts: bool = True,
) -> Iterator[Page]:
    """Open a page, and see that it asks for nothing and that nothing goes wrong."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=theme,
        java_script_enabled=scripts,
        reduced_motion="reduce",
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: said.append(request.url))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    page.goto(file.as_uri())
    yield page
    assert [each for each in said if not each.startswith("data:")] == [file.as_uri()]
    context.close()


def objections(page: Page) -> list[str]:
    """What axe objects to when everything is unfolded."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found]


@every_width
@every_theme
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_it_opens_without_a_request_and_fits(
    browser: Browser,
    files: dict[str, Path],
    width: int,
    theme: Literal["light", "dark"],
    scripts: bool,
) -> None:
    for name in ("live", "dangerous"):
        with opened(browser, files[name], width=width, theme=theme, scripts=scripts) as page:
            page.locator("h1").wait_for()
            assert page.locator("#filter").is_visible() is scripts
            assert page.evaluate(OVERFLOWING) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert page.locator(".ways li").count() >= 2


@every_width
@every_theme
def test_axe_has_no_objection(
    browser: Browser,
    files: dict[str, Path],
    width: int,
    theme: Literal["light", "dark"],
) -> None:
    with opened(browser, files["live"], width=width, theme=theme) as page:
        assert objections(page) == []


@pytest.mark.parametrize("name", ["silenced", "dangerous", "everything", "empty", "unread"])
def test_axe_has_no_objection_to_other_pages(
    browser: Browser, files: dict[str, Path], name: str
) -> None:
    with opened(browser, files[name]) as page:
        assert objections(page) == []


@every_width
def test_every_label_stays_in_its_frame(
    browser: Browser, files: dict[str, Path], width: int
) -> None:
    for name in ("live", "dangerous"):
        with opened(browser, files[name], width=width) as page:
            assert page.locator(".stages > li").count() >= 12
            assert page.evaluate(SPILLING) == []


@pytest.mark.parametrize(("width", "columns"), [(360, 2), (768, 2), (1440, 6)])
def test_the_map_has_as_many_columns_as_fit(
    browser: Browser, files: dict[str, Path], width: int, columns: int
) -> None:
    with opened(browser, files["live"], width=width) as page:
        assert page.evaluate(COLUMNS) == columns
        page.emulate_media(media="print")
        assert page.evaluate(COLUMNS) == 2


@every_theme
def test_each_tone_has_a_frame_of_its_own(
    browser: Browser, files: dict[str, Path], theme: Literal["light", "dark"]
) -> None:
    with opened(browser, files["live"], theme=theme) as page:
        shapes = page.evaluate(SHAPES)
        assert len(set(shapes)) == len(shapes) == 4


def test_the_search_finds_words_and_says_how_many(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["everything"]) as page:
        page.get_by_label("Search").fill("scheme HTTPS")
        page.locator("#found", has_text=" of ").wait_for()
        shown = page.locator(".finding:visible")
        assert 0 < shown.count() < 20
        assert str(shown.count()) in page.locator("#found").inner_text()
        for text in shown.all_inner_texts():
            assert "scheme" in text
        page.get_by_role("button", name="Show all").click()
        page.locator("#found", has_text="All ").wait_for()


def test_the_filter_is_used_with_the_keyboard(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["everything"]) as page:
        page.get_by_label("Search").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.locator("#found", has_text=" of ").wait_for()
        assert page.locator(".finding.error:visible").count() == 0
        assert page.locator(".finding.warning:visible").count() > 0


def test_a_rule_is_chosen(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["everything"]) as page:
        page.get_by_label("Rule", exact=True).select_option("url-not-https")
        page.locator("#found", has_text=" of ").wait_for()
        rules = page.locator(".finding:visible").evaluate_all(
            "all => all.map((each) => each.dataset.rule)"
        )
        assert set(rules) == {"url-not-https"}


def test_silenced_findings_are_filtered_as_well(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["silenced"]) as page:
        page.get_by_label("Silenced").uncheck()
        page.locator("#found", has_text=" of ").wait_for()
        assert page.locator("details.silenced:visible").count() == 0


def test_all_details_are_opened_and_closed(browser: Browser, files: dict[str, Path]) -> None:
    with opened(browser, files["everything"]) as page:
        button = page.get_by_role("button", name="Open all details")
        assert page.locator(".card details.why:not([open])").count() > 50
        button.click()
        assert button.get_attribute("aria-pressed") == "true"
        assert page.locator(".card details:not([open])").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_the_map_leads_to_the_findings(
    browser: Browser, files: dict[str, Path], scripts: bool
) -> None:
    with opened(browser, files["many"], scripts=scripts) as page:
        link = page.locator(".ways a").nth(12)
        name = link.inner_text()
        link.click()
        heading = page.locator(".card:target h3")
        assert heading.inner_text() == name
        assert heading.bounding_box() is not None


def test_a_filtered_connector_is_shown_when_a_link_leads_to_it(
    browser: Browser, files: dict[str, Path]
) -> None:
    with opened(browser, files["many"]) as page:
        page.get_by_label("Search").fill("nothing has these words")
        page.locator("#found", has_text="0 of ").wait_for()
        page.locator(".ways a").first.click()
        page.locator(".card:target h3").wait_for()


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_on_paper_what_was_folded_is_open(
    browser: Browser, files: dict[str, Path], scripts: bool
) -> None:
    with opened(browser, files["silenced"], theme="dark", scripts=scripts) as page:
        pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
        assert 1 < len(pages) < 12
        text = " ".join(each.extract_text() for each in pages)
        for part in ("an old host", "team-parcels", "What was checked", "References"):
            assert part in text
        assert "Open all details" not in text
