"""Lists of the API, page by page, however strange the pages are."""

from collections.abc import AsyncIterator

from dclint.base.pointer import Json
from dclint.errors import ApiError
from dclint.sources.intercom.client import ApiClient

MAX_PAGES = 2000  # of one list; at 50 a page that is 100,000 connectors

# Pages in a row without an item, or with those of the page before: then the list is endless.
_MAX_IDLE_PAGES = 20


async def fetch_pages(client: ApiClient, path: str, **params: str) -> AsyncIterator[list[Json]]:
    """Yield the items of each page; the list ends where there is no next cursor.

    Raises ApiError if a page cannot be read, or if there is no end.
    """
    cursors: set[str] = set()
    before: list[Json] = []
    idle = 0
    for _ in range(MAX_PAGES):
        page = await client.fetch_json(path, **params)
        items = page.get("data") if isinstance(page, dict) else None
        if not isinstance(items, list):
            raise ApiError("a page of the list is not as documented: it has no `data`")
        yield items
        cursor = _find_next_cursor(page)
        if cursor is None:
            return
        idle = idle + 1 if items in ([], before) else 0
        if cursor in cursors or idle > _MAX_IDLE_PAGES:
            raise ApiError("the list does not end: its pages repeat each other, or are empty")
        cursors.add(cursor)
        before = items
        params["starting_after"] = cursor
    raise ApiError(f"the list has more than {MAX_PAGES:,} pages")


def _find_next_cursor(page: dict[str, Json]) -> str | None:
    """Return the cursor of the next page.  Raises ApiError if it is in no known form."""
    following = page.get("pages")
    if isinstance(following, dict):
        following = following.get("next")
    if following is None:
        return None
    cursor = following.get("starting_after") if isinstance(following, dict) else None
    if not isinstance(cursor, str) or not cursor:
        raise ApiError("a page names its next page in a way that is not documented")
    return cursor
