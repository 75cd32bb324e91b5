"""Direct SQL as a member of staff, as with psql and their own password."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, LiteralString

import psycopg
from psycopg import errors
from psycopg.types.json import Jsonb
from sqlalchemy import URL

from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain import fhir_codes as codes
from tests.support import build
from tests.support.visit import Visit

STAFF = ("reception", "doctor", "doctor2", "manager", "admin", "opd_worker")
#: Insufficient privilege, or a new row against a policy.
DENIED = "42501"
#: What a refusal can look like: missing right, row-level security, our own triggers, a constraint.
REFUSALS = (DENIED, "OP002", "OP003", "OP004", "OP005")


@contextlib.contextmanager
def connect(database: URL, login: str) -> Iterator[psycopg.Connection]:
    """A connection of one member of staff, rolled back at the end unless the test commits."""
    connection = psycopg.connect(
        host=str(database.query["host"]),
        dbname=database.database,
        user=login,
        password=None if login == "opd_worker" else PASSWORD,
        options="-c search_path=opd,public",
    )
    try:
        yield connection
        connection.rollback()
    finally:
        connection.close()


def attempt(
    connection: psycopg.Connection, *statements: LiteralString, params: Sequence[Any] | None = None
) -> int | str:
    """Run statements with their deferred checks, then roll back.

    Returns:
        How many rows the statements touched or gave, each at least one; 0 if one of them found none; or the
        SQLSTATE of the refusal.
    """
    counts = []
    try:
        for statement in statements:
            cursor = connection.execute(statement, params)
            counts.append(len(cursor.fetchall()) if cursor.description else cursor.rowcount)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except errors.Error as refused:
        connection.rollback()
        if refused.sqlstate is None:
            raise
        return refused.sqlstate
    connection.rollback()
    return sum(counts) if all(counts) else 0


#: A version of a clinical resource with everything that a client could claim.
INSERT_RESOURCE = (
    "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, encounter_id, category, content, author, "
    "last_updated, is_current) VALUES (%(type)s, %(id)s, %(facility)s, %(patient)s, %(encounter)s, %(category)s, "
    "%(content)s, %(author)s, '2001-01-01', false)"
)
#: The part of an Observation that makes it a vital sign.
VITAL = {"category": [{"coding": [{"code": "vital-signs"}]}]}


def try_as(database: URL, who: str, *statements: str, **params: Any) -> int | str:
    """Rows touched or given, or the SQLSTATE of the refusal."""
    with connect(database, who) as connection:
        return attempt(connection, *statements, params=params or None)  # type: ignore[arg-type]


def refused(outcome: int | str) -> bool:
    """A refusal, or nothing found to touch. An error of our own statement would be neither."""
    return outcome == 0 or outcome in REFUSALS


def resource(visit: Visit, kind: str = "Composition", **changes: Any) -> dict[str, Any]:
    """Parameters of `INSERT_RESOURCE` for a clinical resource of a visit, which claims to be of doctor2 in 2001."""
    key = changes.pop("id", codes.composition_id(visit.encounter_id))
    content = {"resourceType": kind, "id": str(key)} | changes.pop("content", {})
    return {
        "type": kind, "id": key, "facility": build.CITY, "patient": visit.patient_id, "encounter": visit.encounter_id,
        "category": "", "author": "doctor2", "content": Jsonb(content),
    } | changes  # fmt: skip
