"""The shipped journey definitions and message templates, put into a database once."""

import json
from typing import Any

from sqlalchemy import Connection, text

from opd_desktop.domain.ids import uuid7
from opd_desktop.paths import RESOURCES


def shipped_journeys() -> list[dict[str, Any]]:
    """The definitions in ``resources/journeys``, by file name."""
    files = sorted((RESOURCES / "journeys").glob("*.json"))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def shipped_templates() -> list[dict[str, str]]:
    """The templates in ``resources/templates``: key, language, subject, body."""
    found = []
    for file in sorted((RESOURCES / "templates").glob("*.json")):
        data = json.loads(file.read_text(encoding="utf-8"))
        found += [{"key": key, "language": data["language"], **text} for key, text in data["templates"].items()]
    return found


def install_defaults(connection: Connection) -> None:
    """Install what is missing; what the clinic has changed stays as it is. Safe to call at any time.

    Args:
        connection: the owner's, inside a transaction.
    """
    for template in shipped_templates():
        connection.execute(
            text(
                "INSERT INTO opd.message_template (id, key, language, subject, body) "
                "VALUES (:id, :key, :language, :subject, :body) ON CONFLICT (key, language) DO NOTHING"
            ),
            {"id": uuid7(), **template},
        )
    for journey in shipped_journeys():
        _install_journey(connection, journey)


def _install_journey(connection: Connection, journey: dict[str, Any]) -> None:
    """A version that is not there yet is published, unless the clinic has a newer one of its own."""
    newest: int | None = connection.execute(
        text("SELECT max(version) FROM opd.journey_definition WHERE key = :key"), {"key": journey["key"]}
    ).scalar_one()
    if newest is not None and newest >= journey["version"]:
        return
    definition = uuid7()
    connection.execute(
        text(
            "INSERT INTO opd.journey_definition (id, key, version, name, description, trigger) "
            "VALUES (:id, :key, :version, :name, :description, :trigger)"
        ),
        {"id": definition, **{name: journey[name] for name in ("key", "version", "name", "description", "trigger")}},
    )
    for position, stage in enumerate(journey["stages"]):
        connection.execute(
            text(
                "INSERT INTO opd.journey_stage (id, definition_id, key, name, position, spec) "
                "VALUES (:id, :definition, :key, :name, :position, CAST(:spec AS jsonb))"
            ),
            {
                "id": uuid7(), "definition": definition, "key": stage["key"], "name": stage["name"],
                "position": position, "spec": json.dumps(stage["spec"]),
            },
        )  # fmt: skip
    connection.execute(
        text("UPDATE opd.journey_definition SET status = 'archived' WHERE key = :key AND status = 'published'"),
        {"key": journey["key"]},
    )
    connection.execute(
        text("UPDATE opd.journey_definition SET status = 'published' WHERE id = :id"), {"id": definition}
    )
