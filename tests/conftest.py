"""Shared fixtures: a real database per test, signed-in clinics, and checks that nothing is left behind."""

import os
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy import URL

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import PASSWORD
from opd_desktop.services.clinic import Clinic
from opd_desktop.settings import Settings
from tests.support import pg

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The same code gives the same result: what a property test tries depends on the test alone. `make hunt` tries others.
# How fast a busy machine makes examples says nothing of the code.
settings.register_profile("same", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session", autouse=True)
def _application(qapp: object) -> None:
    """One application per process, from the start: a plain QCoreApplication made before it would stand in its way."""
    del qapp


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose the examples of property tests, and give the run a folder of its own.

    A run as root has its server run by another user, and pytest, whenever it starts, closes the folder that it
    shares among runs to other users: a second run beside this one would stop this one's server.
    """
    if config.getoption("--hypothesis-seed") is None and config.getoption("--hypothesis-profile") is None:
        settings.load_profile("same")
    if config.option.basetemp is None and not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="opd-tests-"))
        config.option.basetemp = str(folder / "run")
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))


def _shared_root(config: pytest.Config, factory: pytest.TempPathFactory) -> Path:
    base = factory.getbasetemp()
    return (base.parent if hasattr(config, "workerinput") else base) / "shared"


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> pg.TestServer:
    """The run's Postgres server with its template database."""
    root = _shared_root(request.config, tmp_path_factory)
    return pg.start(root)


def pytest_unconfigure(config: pytest.Config) -> None:
    """The controller stops the server when all workers are done."""
    factory = getattr(config, "_tmp_path_factory", None)
    if hasattr(config, "workerinput") or factory is None or factory._basetemp is None:
        return
    root = factory.getbasetemp() / "shared" / "pg"
    if root.exists():
        from opd_desktop.db.embedded import EmbeddedServer

        EmbeddedServer(root).stop()


@pytest.fixture
def database(server: pg.TestServer) -> Iterator[URL]:
    """A database of its own for this test: the demo clinic's skeleton, no patients."""
    with server.clone() as url:
        yield url


SignIn = Callable[..., Clinic]


@pytest.fixture
def sign_in(database: URL, tmp_path: Path) -> Iterator[SignIn]:
    """Sign in as a demo member of staff: ``sign_in("reception", desk="Desk 2")``."""
    opened: list[Clinic] = []
    ports = make_ports(Settings(data_dir=tmp_path))

    def open_as(login: str, desk: str = "Desk 1") -> Clinic:
        password = None if login == "opd_worker" else PASSWORD
        opened.append(open_clinic(database, login, password, desk, ports))
        return opened[-1]

    yield open_as
    for clinic in opened:
        clinic.close()


@pytest.fixture(autouse=True)
def _no_thread_left(request: pytest.FixtureRequest) -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    left = [t for t in threading.enumerate() if t not in before and not t.daemon and t.is_alive()]
    for thread in left:
        thread.join(2)
    assert not [t for t in left if t.is_alive()], f"threads outlived the test: {left}"
