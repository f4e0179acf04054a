"""`dclint audit` as people run it: options, the environment, terminals and interruptions."""

import json
import os
import pty
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.audit import faults
from support.audit.server import TOKEN, Exchange, Server, connector, faulty, page_after, serving
from support.audit.visits import COMMAND, dclint, environment

from dclint.cli import cli
from dclint.errors import UsageError

QUICK = ("--max-rate", "100")


def test_a_workspace_without_faults_is_clean(server: Server, tmp_path: Path) -> None:
    del server.workspace.connectors["2"]
    result = dclint("audit", "--base-url", server.url, cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    assert "Shop Finder" in result.stdout


def test_findings_fail_the_run(server: Server, tmp_path: Path) -> None:
    result = dclint("audit", "--base-url", server.url, "--format", "concise", cwd=tmp_path)
    assert result.returncode == 1
    name = "intercom/custom-abc12345/data_connectors/2.live.json"
    assert result.stdout.startswith(f"{name}:8:11: error[url-not-https]")


def test_one_lost_connector_is_named_and_the_others_are_reported(
    server: Server, tmp_path: Path
) -> None:
    del server.workspace.connectors["2"]
    server.fail("/data_connectors/1.*", faults.status(403, "forbidden"))
    result = dclint("audit", "--base-url", server.url, "--format", "json", cwd=tmp_path)
    report = json.loads(result.stdout)
    assert result.returncode == 3
    assert len(report["connectors"]) == 1
    assert "Find shop 1" in result.stdout


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif"])
@pytest.mark.parametrize(
    ("code", "error", "told"),
    [
        (401, "unauthorized", "does not accept the access token (401 unauthorized)"),
        (403, "forbidden", "give it the scope `read_workflow_connector_execution_result`"),
        (404, "not_found", "check --region, and that --api-version is 2.16 or later"),
        (400, "intercom_version_invalid", "set --api-version to 2.16 or later"),
    ],
)
def test_nothing_readable_says_what_to_do(
    server: Server, tmp_path: Path, code: int, error: str, told: str, form: str
) -> None:
    server.fail(".*", faults.status(code, error))
    result = dclint("audit", "--base-url", server.url, "--format", form, cwd=tmp_path)
    assert result.returncode == 3
    assert told in result.stdout


def test_nobody_at_the_address_is_said(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        url = f"http://127.0.0.1:{taken.getsockname()[1]}"
        result = dclint("audit", "--base-url", url, cwd=tmp_path)
    assert result.returncode == 3
    assert "127.0.0.1 cannot be reached" in result.stdout


@pytest.mark.parametrize(
    ("token", "said"),
    [
        (None, "set INTERCOM_ACCESS_TOKEN to an access token of the workspace, with the scope"),
        ("", "set INTERCOM_ACCESS_TOKEN to"),
        (" \n", "set INTERCOM_ACCESS_TOKEN to"),
        ("abc\ndef", "what INTERCOM_ACCESS_TOKEN holds is no access token"),
        ("abc def", "what INTERCOM_ACCESS_TOKEN holds is no access token"),
        ("abc\x7fdef", "what INTERCOM_ACCESS_TOKEN holds is no access token"),
        ("äbcdef", "what INTERCOM_ACCESS_TOKEN holds is no access token"),
    ],
    ids=repr,
)
def test_a_token_that_is_none_is_refused_and_not_repeated(
    server: Server, tmp_path: Path, token: str | None, said: str
) -> None:
    result = dclint("audit", "--base-url", server.url, cwd=tmp_path, INTERCOM_ACCESS_TOKEN=token)
    assert (result.returncode, result.stdout, server.asked) == (2, "", [])
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert "abc" not in result.stderr
    assert "bcdef" not in result.stderr


def test_a_line_break_behind_the_token_does_no_harm(server: Server, tmp_path: Path) -> None:
    told = {"INTERCOM_ACCESS_TOKEN": f"{TOKEN}\r\n"}
    assert dclint("audit", "--base-url", server.url, cwd=tmp_path, **told).returncode == 1


def test_another_variable_may_hold_the_token(server: Server, tmp_path: Path) -> None:
    options = ("--base-url", server.url, "--token-env", "OURS")
    told = {"INTERCOM_ACCESS_TOKEN": None, "OURS": TOKEN}
    assert dclint("audit", *options, cwd=tmp_path, **told).returncode == 1


def test_a_token_given_as_the_name_of_a_variable_is_not_repeated(
    server: Server, tmp_path: Path
) -> None:
    options = ("--base-url", server.url, "--token-env", TOKEN)
    result = dclint("audit", *options, cwd=tmp_path, INTERCOM_ACCESS_TOKEN=None)
    assert result.returncode == 2
    assert "set the variable that --token-env names to an access token" in result.stderr


KEYRING = """
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

class Fake(KeyringBackend):
    priority = 1
    def get_password(self, service, username):
        return TOKEN if (service, username) == ("dclint", "INTERCOM_ACCESS_TOKEN") else None
    def set_password(self, service, username, password): raise NotImplementedError
    def delete_password(self, service, username): raise NotImplementedError

class Locked(Fake):
    def get_password(self, service, username): raise KeyringError("locked")
"""


@pytest.mark.process
@pytest.mark.parametrize(
    ("backend", "code"),
    [
        ("ours.Fake", 1),
        ("ours.Locked", 2),
        ("ours.Missing", 2),
        ("missing.Backend", 2),
        ("keyring.backends.fail.Keyring", 2),
        ("keyring.backends.null.Keyring", 2),
    ],
)
def test_the_keyring_supplies_the_token_if_it_can(
    server: Server, tmp_path: Path, backend: str, code: int
) -> None:
    (tmp_path / "ours.py").write_text(f"TOKEN = {TOKEN!r}\n{KEYRING}")
    told = {
        "INTERCOM_ACCESS_TOKEN": None,
        "PYTHON_KEYRING_BACKEND": backend,
        "PYTHONPATH": str(tmp_path),
    }
    result = subprocess.run(
        [*COMMAND, "audit", "--base-url", server.url],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        env=environment(**told),
    )
    assert result.returncode == code
    assert code == 1 or result.stderr.startswith("dclint: set INTERCOM_ACCESS_TOKEN to")


def test_the_environment_wins_over_the_keyring(server: Server, tmp_path: Path) -> None:
    told = {"PYTHON_KEYRING_BACKEND": "missing.Backend"}
    assert dclint("audit", "--base-url", server.url, cwd=tmp_path, **told).returncode == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://api.intercom.io",
        "http://127.0.0.1.evil.example",
        "http://10.0.0.1:80",
        "http://localhost.evil.example",
        "ftp://127.0.0.1",
        "file:///etc/passwd",
        "127.0.0.1:8080",
        "https://",
        "https://user:hunter2@api.intercom.io",
        "https://api.intercom.io/v2",
        "https://api.intercom.io?x=hunter2",
        "https://api.intercom.io#x",
        "https://[::1",
        "https://a b",
        "https://a..b",
        f"https://{'a' * 70}.io",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:-1",
        "\x00",
    ],
)
def test_an_address_that_may_not_get_the_token_is_refused(url: str) -> None:
    told = {"INTERCOM_ACCESS_TOKEN": TOKEN, "HTTPS_PROXY": "http://127.0.0.1:9"}
    arguments = ["audit", f"--base-url={url}"]
    result = CliRunner().invoke(cli, arguments, env=told, standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert str(result.exception).startswith("--base-url: ")
    assert "hunter2" not in str(result.exception)


@pytest.mark.parametrize(
    "option",
    [
        ("--max-rate", "nan"),
        ("--max-rate", "0"),
        ("--max-rate", "101"),
        ("--max-rate", "-5"),
        ("--max-rate", "inf"),
        ("--time-limit", "nan"),
        ("--time-limit", "0"),
        ("--api-version", "2.16\r\nX-Evil: 1"),
        ("--api-version", "latest"),
        ("--api-version", "ä"),
        ("--region", "mars"),
        ("--state", "paused"),
        ("--since", "yesterday"),
        ("--include-bodies", "--with-executions"),
    ],
    ids=" ".join,
)
def test_options_that_make_no_sense_are_refused(
    server: Server, tmp_path: Path, option: tuple[str, ...]
) -> None:
    extra = ("--with-executions",) if option[0] == "--since" else ()
    result = dclint("audit", "--base-url", server.url, *option, *extra, cwd=tmp_path)
    assert (result.returncode, server.asked) == (2, [])
    assert result.stderr


@contextmanager
def recording() -> Iterator[tuple[int, list[bytes]]]:
    """A port, and whatever somebody sends there."""
    seen: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def listen() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    seen.append(connection.recv(65536))
                    connection.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        yield listening.getsockname()[1], seen
        listening.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@pytest.mark.parametrize("name", ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy"])
def test_a_proxy_sees_nothing_of_what_stays_on_this_machine(
    server: Server, tmp_path: Path, name: str
) -> None:
    with recording() as (port, seen):
        told = {name: f"http://127.0.0.1:{port}"}
        result = dclint("audit", "--base-url", server.url, cwd=tmp_path, **told)
    assert (result.returncode, seen) == (1, [])


def test_a_proxy_is_asked_for_what_leaves_this_machine_and_never_sees_the_token(
    tmp_path: Path,
) -> None:
    with recording() as (port, seen):
        told = {"HTTPS_PROXY": f"http://127.0.0.1:{port}"}
        result = dclint("audit", cwd=tmp_path, **told)
    assert result.returncode == 3
    assert "the proxy does not lead to api.intercom.io" in result.stdout
    assert seen
    assert all(each.startswith(b"CONNECT api.intercom.io:443 HTTP/1.1\r\n") for each in seen)
    assert TOKEN.encode() not in b"".join(seen)


@pytest.mark.parametrize(
    "proxy", ["http://[::1", "ftp://127.0.0.1", "socks5://127.0.0.1:9", "http://a:b", "http://\x01"]
)
def test_a_proxy_that_makes_no_sense_is_said_in_a_sentence(tmp_path: Path, proxy: str) -> None:
    result = dclint("audit", cwd=tmp_path, HTTPS_PROXY=proxy)
    assert (result.returncode, result.stderr) == (
        2,
        "dclint: the proxy that the environment names cannot be used\n",
    )


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_said_in_a_sentence(
    tmp_path: Path, content: str | None
) -> None:
    if content:
        (tmp_path / "own.pem").write_text(content)
    result = dclint("audit", cwd=tmp_path, SSL_CERT_FILE="own.pem")
    assert (result.returncode, result.stderr) == (
        2,
        "dclint: the certificates that SSL_CERT_FILE names cannot be read\n",
    )


def test_a_password_in_netrc_is_not_sent(server: Server, tmp_path: Path) -> None:
    lines = "machine 127.0.0.1 login jane password hunter2\ndefault login x password y\n"
    (tmp_path / ".netrc").write_text(lines)
    (tmp_path / ".netrc").chmod(0o600)
    told = {"HOME": str(tmp_path), "NETRC": str(tmp_path / ".netrc")}
    assert dclint("audit", "--base-url", server.url, cwd=tmp_path, **told).returncode == 1
    assert {each.headers["authorization"] for each in server.asked} == {f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody trusts, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    own, key = folder / "own.pem", folder / "key.pem"
    command = f"openssl req -x509 -newkey rsa:2048 -nodes -keyout {key} -out {own} -days 2"
    options = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    try:
        subprocess.run([*command.split(), *options], check=True, capture_output=True)
    except FileNotFoundError:
        pytest.skip("there is no openssl here")
    return own, key


def test_an_untrusted_certificate_is_said_in_a_sentence(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(context) as server:
        result = dclint("audit", "--base-url", server.url, cwd=tmp_path)
        assert server.asked == []
    assert result.returncode == 3
    assert "the certificate of 127.0.0.1 cannot be verified" in result.stdout
    assert "name its certificate in SSL_CERT_FILE" in result.stdout


def test_a_certificate_can_be_trusted_through_the_environment(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    with serving(context) as server:
        server.workspace.add(connector(1))
        told = {"SSL_CERT_FILE": str(certificate[0])}
        assert dclint("audit", "--base-url", server.url, cwd=tmp_path, **told).returncode == 0


@pytest.mark.parametrize("path", ["/me", r"/data_connectors\?.*", "/data_connectors/1.*"])
def test_an_interruption_ends_the_run_at_once(server: Server, tmp_path: Path, path: str) -> None:
    server.fail(path, faults.silence)
    with subprocess.Popen(
        [*COMMAND, "audit", "--base-url", server.url],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        wanted = path.partition("\\")[0].partition(".")[0]
        while wanted not in server.paths:
            assert running.poll() is None
            time.sleep(0.01)
        time.sleep(0.1)
        started = time.monotonic()
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=10)
    assert time.monotonic() - started < 2
    assert (running.returncode, err.strip()) == (130, "")
    assert "Traceback" not in out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_a_report_that_cannot_be_written_ends_what_is_under_way(
    server: Server, tmp_path: Path
) -> None:
    for number in range(10, 60):
        server.workspace.add(faulty(number))
    server.latency = 0.1
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*COMMAND, "audit", "--base-url", server.url, "--format", "concise"],
            cwd=tmp_path,
            env=environment(),
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            check=False,
        )
    said = "dclint: standard output: cannot be written: No space left on device\n"
    assert (result.returncode, result.stderr) == (2, said)
    assert len(server.asked) < 50


def test_the_first_finding_does_not_wait_for_the_last_page(server: Server, tmp_path: Path) -> None:
    server.workspace.connectors.clear()
    for number in range(1, 60):
        server.workspace.add(faulty(number))
    gate = threading.Event()

    def late(exchange: Exchange) -> None:
        gate.wait(30)
        server.answer(exchange)

    server.fail(rf".*starting_after={page_after(50).replace('=', '%3D')}", late)
    with subprocess.Popen(
        [*COMMAND, "audit", "--base-url", server.url, "--format", "concise", *QUICK],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as running:
        assert running.stdout is not None
        first = running.stdout.readline()
        assert "error[url-not-https]" in first
        assert not any("59" in path for path in server.paths)
        gate.set()
        rest = running.stdout.read()
    assert running.returncode == 1
    assert rest.count("error[url-not-https]") == 58


def on_a_terminal(*arguments: str, cwd: Path) -> str:
    """Run dclint with standard error on a terminal, and return what that shows."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [*COMMAND, *arguments],
        cwd=cwd,
        env=environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ):
        os.close(theirs)
        shown = b""
        with open(ours, "rb", buffering=0) as screen:
            try:
                while chunk := screen.read(4096):
                    shown += chunk
            except OSError:  # the other side is closed
                pass
    return shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_progress_is_shown_on_a_terminal_and_wiped_out(server: Server, tmp_path: Path) -> None:
    server.latency = 0.15
    server.fail("/data_connectors/2.*", faults.status(429, Retry_After="1"), times=1)
    shown = on_a_terminal("audit", "--base-url", server.url, cwd=tmp_path)
    assert "Connectors [" in shown
    assert "of 3" in shown
    assert ", waiting 1 s for the rate limit" in shown
    assert shown.endswith("\r\x1b[K")
    assert TOKEN not in shown


def test_progress_is_shown_nowhere_else(server: Server, tmp_path: Path) -> None:
    assert dclint("audit", "--base-url", server.url, cwd=tmp_path).stderr == ""


def test_pull_names_what_it_could_not_read(server: Server, tmp_path: Path) -> None:
    server.fail("/data_connectors/1.*", faults.status(404))
    result = dclint("pull", "kept", "--base-url", server.url, cwd=tmp_path)
    assert result.returncode == 3
    assert "Find shop 1" in result.stderr
    assert "kept: 2 written, 0 unchanged, 0 removed." in result.stderr
