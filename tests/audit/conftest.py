"""What the tests of live audits share: a server with a workspace of three connectors."""

from collections.abc import Iterator

import pytest
from support.audit.server import Server, connector, faulty, serving


@pytest.fixture
def server() -> Iterator[Server]:
    """Two live connectors, the second with an error, and one that is only a draft."""
    with serving() as server:
        server.workspace.add(connector(1))
        server.workspace.add(faulty(2))
        server.workspace.add(connector(3, state="draft"))
        yield server
