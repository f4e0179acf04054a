"""A hostile workspace: strange ids, names and values, and the token sent back."""

from typing import Any

import pytest
from support.audit import faults
from support.audit.server import TOKEN, Server, Stored, connector
from support.audit.visits import Visited, dclint, visit

from dclint.config.settings import Config
from dclint.engine.lint import lint
from dclint.engine.plan import LintOptions
from dclint.engine.report import Report
from dclint.report import json as report_json
from dclint.report import sarif, text
from dclint.report.style import Style
from dclint.ruleset import registry as ruleset
from dclint.sources.intercom.connectors import VersionState

STRANGE: list[Any] = [
    None,
    True,
    0,
    -1.5,
    10**300,
    "",
    "x" * 10_000,
    "\x1b[31m\r\n::error::\u202e\0",
    "{{" * 50,
    "\ud800",
    [],
    [None, 1, "a", [], {}],
    [[[[[[]]]]]],
    {},
    {"name": {"name": []}},
    {"": None, "\ud800": 1},
]


def shown(visited: Visited) -> tuple[Report, str]:
    """Lint what was read and write it in every format."""
    config = Config()
    rules = ruleset.select_rules(ruleset.load_rules(config.rules), config)
    options = LintOptions(audit=visited.audit)
    report = lint([*visited.items, *visited.lost], rules, config, options)
    renderers = (text.render, text.concise, report_json.render, sarif.render)
    return report, "".join(render(report, Style()) for render in renderers)


def test_every_member_may_be_of_every_type(server: Server) -> None:
    server.workspace.connectors.clear()
    number = 0
    for member in connector(1):
        if member in ("id", "type"):
            continue
        for value in STRANGE:
            number += 1
            server.workspace.add(connector(number, **{"state": "live", member: value}))
    visited = visit(server, state=VersionState.LIVE)
    report, _ = shown(visited)
    drafts = len(STRANGE) * 1  # whose `state` is not "live" has a draft only
    assert number - drafts <= len(visited.items) + len(visited.lost) <= number
    assert report.crashes == []


LISTS = ("data_inputs", "response_fields", "object_mappings", "headers", "audiences", "token_ids")
NAMES_WITHIN = (
    "name",
    "type",
    "path",
    "value",
    "description",
    "required",
    "default_value",
    "attribute_mappings",
    "reference_mappings",
)


def test_members_of_members_may_be_of_every_type(server: Server) -> None:
    server.workspace.connectors.clear()
    for number, (member, value) in enumerate((m, v) for m in LISTS for v in STRANGE):
        items = [{name: value} for name in NAMES_WITHIN] + [dict.fromkeys(NAMES_WITHIN, value)]
        server.workspace.add(connector(number, **{member: items}))
    report, _ = shown(visit(server))
    assert (len(report.connectors), report.crashes) == (len(LISTS) * len(STRANGE), [])


@pytest.mark.parametrize(
    "own",
    [
        "../../me",
        "a/b",
        "",
        "1?state_version=draft",
        "1#",
        "%2e%2e%2fme",
        "..",
        ".",
        "x" * 65,
        "x" * 100_000,
        "\x1b[31m",
        "１２",
        "1\n",
        "CON",
        "nul",
        "com1",
        None,
        True,
        1.5,
        [],
        {},
    ],
    ids=repr,
)
def test_an_id_that_cannot_stand_in_a_path_is_not_asked_for(server: Server, own: Any) -> None:
    server.workspace.connectors["x"] = Stored({"id": own, "name": "Odd", "state": "live"})
    visited = visit(server)
    assert visited.read == ["1.live", "2.live", "3.draft"]
    assert [each.name for each in visited.lost] == ["a connector called “Odd”"]
    assert len(visited.reasons[0]) < 120
    assert set(server.paths) == {
        "/me",
        "/auth_tokens",
        "/data_attributes",
        "/data_connectors",
        *(f"/data_connectors/{n}" for n in (1, 2, 3)),
    }


@pytest.mark.parametrize("own", [7, -7, "7", "a-b_c", "console", "CON1", "x" * 64])
def test_an_id_may_be_any_word(server: Server, own: Any) -> None:
    item = {"id": own, "name": "Odd", "state": "live"}
    server.workspace.connectors = {str(own): Stored(item, connector(own, id=own))}
    assert visit(server).read == [f"{own}.live"]


NO_OBJECTS: list[Any] = [None, 5, "x", []]


def test_entries_that_are_no_objects_are_told_of_once(server: Server) -> None:
    server.workspace.connectors |= {
        f"x{number}": Stored(entry) for number, entry in enumerate(NO_OBJECTS)
    }
    visited = visit(server)
    assert [tuple(each) for each in visited.lost] == [("an entry of the list", "it is no object")]
    assert len(visited.items) == 3


NAMES = [
    "\x1b[2J\x1b]0;owned\x07",
    "::error file=x::y\n::set-output name=a::b",
    "a\u202eb\u2066",
    "\ud800",
    "x" * 100_000,
    "`code` [link](javascript:alert(1)) <script>",
    TOKEN,
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_shown_harmlessly_whether_the_connector_is_read_or_lost(
    server: Server, name: str
) -> None:
    server.workspace.connectors.clear()
    server.workspace.add(connector(1, name=name))
    server.workspace.add(connector(2, name=name))
    server.workspace.me["app"] = {"id_code": "abc", "name": name}
    server.fail("/data_connectors/2.*", faults.status(404))
    visited = visit(server)
    assert len(visited.lost[0].reason) < 300
    _, written = shown(visited)
    assert TOKEN not in written
    assert not set(written) & set("\x1b\x07\u202e\u2066")
    assert "\n::" not in written


@pytest.mark.parametrize("path", ["/me", "/auth_tokens.*", "/data_attributes.*", "/data_conn.*"])
def test_the_token_sent_back_is_not_repeated(server: Server, path: str) -> None:
    server.fail(path, faults.echoes)
    visited = visit(server)
    _, written = shown(visited)
    assert TOKEN not in written + repr(visited)


def test_the_token_in_a_connector_is_replaced_however_it_is_written(server: Server) -> None:
    escaped = "".join(f"\\u{ord(letter):04x}" for letter in TOKEN)
    content = f'{{"name": "{escaped}", "url": "https://x/{TOKEN}", "{TOKEN}": ["{TOKEN}"]}}'
    server.fail("/data_connectors/1.*", faults.sends(content.encode()))
    server.fail("/data_connectors/2.*", faults.sends(content.encode("utf-16")))
    visited = visit(server, state=VersionState.LIVE)
    assert visited.lost == []
    assert all(TOKEN not in each.document.text for each in visited.items)
    assert all(each.document.text.count("[access token]") == 4 for each in visited.items)


def test_the_command_line_shows_hostile_things_harmlessly(server: Server, tmp_path: Any) -> None:
    for number, name in enumerate(NAMES, 10):
        server.workspace.add(connector(number, name=name, url=f"http://x.io/{name[:50]}"))
    server.fail("/data_connectors/1[135].*", faults.echoes)
    result = dclint("audit", "--base-url", server.url, cwd=tmp_path)
    assert result.returncode in (1, 3)
    assert not set(result.stdout) & set("\x1b\x07\u202e\u2066\r")
    assert "\n::" not in result.stdout
