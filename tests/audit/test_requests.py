"""What is asked of a workspace: only to read, only what is documented, and with discretion."""

import ast
import logging
import re
import subprocess
from pathlib import Path

import pytest
from support.audit import faults
from support.audit.server import (
    TOKEN,
    Asked,
    Server,
    connector,
    execution,
    faulty,
    serving,
)
from support.audit.visits import COMMAND, dclint, environment, visit

import dclint as package
from dclint._version import __version__

SOURCE = Path(package.__file__).parent

DOCUMENTED = (
    r"/me",
    r"/auth_tokens",
    r"/data_attributes",
    r"/data_connectors",
    r"/data_connectors/[0-9]+",
    r"/data_connectors/[0-9]+/execution_results",
)

PARAMETERS = {
    "/me": set[str](),
    "/auth_tokens": {"per_page", "starting_after"},
    "/data_attributes": {"model"},
    "/data_connectors": {"per_page", "starting_after"},
    "/data_connectors/0": {"state_version"},
    "/data_connectors/0/execution_results": {
        "per_page",
        "starting_after",
        "start_ts",
        "include_bodies",
    },
}


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Asked], int, str]:
    """All requests of one thorough audit, how many were under way at once, and all it wrote."""
    folder = tmp_path_factory.mktemp("audited")
    with serving() as server:
        for number in range(1, 61):
            server.workspace.add((faulty if number % 7 == 0 else connector)(number))
        server.workspace.tokens = [
            {"id": str(n), "request_header_key": f"X-{n}", "domain": "x.io"} for n in range(60)
        ]
        for own in ("1", "2"):
            calls = [
                execution(n, own, response_body=f'"{TOKEN}"', request_url="http://b.io")
                for n in range(40)
            ]
            server.workspace.executions[own] = calls
        server.workspace.executions["1"][0]["error_type"] = TOKEN
        server.fail(r"/data_connectors/3\?.*", faults.echoes)
        server.workspace.add(connector(4, description=f"Use {TOKEN}", url=f"http://a.io/{TOKEN}"))
        server.latency = 0.02
        result = dclint(
            *("audit", "--base-url", server.url, "--max-rate", "100", "--snapshot", "kept"),
            *("--with-executions", "--include-bodies", "--profile", "auditor"),
            *("--output", "json:report.json", "--output", "sarif:report.sarif"),
            *("--output", "concise:report.txt"),
            cwd=folder,
        )
        assert result.returncode == 1, result.stdout + result.stderr
        files = [each.read_text("utf-8") for each in folder.rglob("*") if each.is_file()]
        assert len(files) > 60
        written = "\n".join([*files, result.stdout, result.stderr])
        return server.asked, server.most_at_once, written


def test_nothing_but_reading_is_asked_for(audited: tuple[list[Asked], int, str]) -> None:
    assert {each.method for each in audited[0]} == {"GET"}


def test_only_documented_paths_are_asked_for(audited: tuple[list[Asked], int, str]) -> None:
    for each in audited[0]:
        assert any(re.fullmatch(path, each.path) for path in DOCUMENTED), each.path


def test_only_documented_parameters_are_sent(audited: tuple[list[Asked], int, str]) -> None:
    for each in audited[0]:
        assert set(each.query) <= PARAMETERS[re.sub("[0-9]+", "0", each.path)], each.target


def test_pages_are_no_longer_than_the_api_allows(audited: tuple[list[Asked], int, str]) -> None:
    sizes = {
        (each.path.endswith("results"), int(each.query["per_page"]))
        for each in audited[0]
        if "per_page" in each.query
    }
    assert sizes == {(False, 50), (True, 30)}


def test_nothing_is_asked_for_twice(audited: tuple[list[Asked], int, str]) -> None:
    targets = [each.target for each in audited[0] if "/data_connectors/3?" not in each.target]
    assert len(targets) == len(set(targets)) > 120


def test_every_request_says_who_asks_and_for_what(audited: tuple[list[Asked], int, str]) -> None:
    wanted = {
        "authorization": f"Bearer {TOKEN}",
        "intercom-version": "2.16",
        "accept": "application/json",
        "accept-encoding": "gzip",
        "user-agent": f"dclint/{__version__} (+https://github.com/dclint/dclint)",
    }
    for each in audited[0]:
        assert {name: each.headers.get(name) for name in wanted} == wanted
        assert set(each.headers) == {*wanted, "host", "connection"}


def test_no_more_than_eight_requests_are_under_way(
    audited: tuple[list[Asked], int, str],
) -> None:
    assert 2 <= audited[1] <= 8


def test_no_more_than_agreed_arrive_in_a_second(audited: tuple[list[Asked], int, str]) -> None:
    # a hundred are sent; that the first ones take longer makes others arrive closer to them
    times = [each.at for each in audited[0]]
    assert max(sum(start <= at < start + 1 for at in times) for start in times) <= 106


def test_the_token_is_in_nothing_that_is_written(audited: tuple[list[Asked], int, str]) -> None:
    written = audited[2]
    assert "[access token]" in written, "it was sent back and replaced"
    assert TOKEN not in written
    assert TOKEN[:20] not in written


def test_bodies_of_calls_are_in_nothing_that_is_written(server: Server, tmp_path: Path) -> None:
    secret = "jane@customer.example"
    server.workspace.executions["1"] = [
        execution(1, response_body=f'{{"email": "{secret}"}}', request_body=secret)
    ]
    result = dclint(
        *("audit", "--base-url", server.url, "--snapshot", "kept", "--with-executions"),
        *("--include-bodies", "--profile", "auditor", "--output", "json:report.json"),
        cwd=tmp_path,
    )
    files = [each.read_text("utf-8") for each in tmp_path.rglob("*") if each.is_file()]
    assert secret not in "".join([*files, result.stdout, result.stderr])


def test_nothing_that_is_logged_holds_the_token(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("/data_connectors/1.*", faults.reset)
    server.fail("/data_connectors/2.*", faults.redirects("https://evil.example/"))
    with caplog.at_level(logging.DEBUG):
        visit(server)
    assert len(caplog.records) > 20, "httpx and httpcore do log"
    assert TOKEN not in "".join(f"{each.getMessage()}{each.__dict__}" for each in caplog.records)


def test_the_token_is_no_argument_of_a_process(server: Server, tmp_path: Path) -> None:
    server.fail("/me", faults.silence)
    command = [*COMMAND, "audit", "--base-url", server.url]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as running:
        while "/me" not in server.paths:
            assert running.poll() is None
        line = Path(f"/proc/{running.pid}/cmdline")
        shown = line.read_bytes() if line.exists() else b""
        running.kill()
    assert TOKEN.encode() not in shown


def test_a_request_says_which_version_is_meant(server: Server, tmp_path: Path) -> None:
    for given, sent in (("2.18", "2.18"), ("Preview", "Preview"), ("Unstable", "Preview")):
        server.heal()
        dclint("audit", "--base-url", server.url, "--api-version", given, cwd=tmp_path)
        assert {each.headers["intercom-version"] for each in server.asked} == {sent}


WRITING = {"post", "put", "patch", "delete", "request", "build_request", "send"}


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: path.name)
def test_no_code_could_change_a_workspace(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr=name)):
                assert name not in WRITING, f"{path}:{node.lineno}"
                first = node.args[0] if node.args else None
                if name == "stream":
                    assert isinstance(first, ast.Constant)
                    assert first.value == "GET"
            case ast.ImportFrom(module="httpx"):
                pytest.fail(
                    f"{path}:{node.lineno}: httpx is used by its name, or this sees nothing"
                )
            case _:
                continue


def test_only_the_reading_of_workspaces_uses_the_network() -> None:
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if re.search(
            r"^\s*(?:import|from) (?:httpx|socket|urllib\.request|http\.client|requests)\b",
            path.read_text("utf-8"),
            re.MULTILINE,
        )
    }
    assert users <= {
        "sources/intercom/client.py",
        "sources/intercom/errors.py",
        "sources/intercom/reader.py",
        "sources/intercom/http.py",
        "sources/live.py",
        "cli/api_options.py",
    }
