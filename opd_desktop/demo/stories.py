"""Made-up journeys, messages and tickets that fit the made-up visits: the real engine on a skipping clock."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text

from opd_desktop.demo.base import CITY, DOCTORS, demo_id
from opd_desktop.demo.visits import Visit
from opd_desktop.domain import ticket
from opd_desktop.domain.journey import Step
from opd_desktop.domain.journey_simulator import Did, Scripted, Story, simulate
from opd_desktop.domain.journey_spec import Facts, Journey, Stage, StageSpec
from opd_desktop.services import message_templates

DAYS_BACK = 10
#: Of the e-mails of this morning, the first so many came to a bad end.
_FAILED, _UNKNOWN = 3, 2

#: subject, priority, status, hours ago, login that opened it, note
_TICKETS = (
    ("Medical certificate for the employer", "normal", "open", 3, "reception", ""),
    ("Asks for a call back about the results", "high", "open", 5, "reception", "Called twice, no answer."),
    ("Bill shows a consultation twice", "low", "pending", 26, "manager", "Waiting for the insurer."),
    ("Needs a wheelchair at the entrance", "normal", "resolved", 30, "reception", "Done, thank you."),
    ("Wrong phone number on file", "normal", "closed", 50, "reception", ""),
)


def insert_stories(connection: Connection, visits: Sequence[Visit], now: datetime) -> None:
    """Write journeys, messages and tickets for the visits from ten days ago on; the owner is importing."""
    definition, journey = _definition(connection)
    facilities = {row["id"]: dict(row) for row in connection.execute(text("SELECT * FROM facility")).mappings()}
    templates = _templates(connection)
    shown = [visit for visit in visits if visit.starts_at > now - timedelta(days=DAYS_BACK)]
    told = [(visit, _tell(visit, journey, facilities[visit.slot["facility_id"]], now)) for visit in shown]
    writer = _Writer(definition, journey, facilities, templates, now)
    for visit, story in told:
        writer.add(visit, story)
    writer.write(connection)
    _insert_tickets(connection, shown, now, facilities)


def _definition(connection: Connection) -> tuple[UUID, Journey]:
    row = connection.execute(
        text("SELECT id, trigger FROM journey_definition WHERE key = 'opd-visit' AND status = 'published'")
    ).one()
    stages = connection.execute(
        text("SELECT key, name, spec FROM journey_stage WHERE definition_id = :id ORDER BY position"), {"id": row.id}
    )
    return row.id, Journey(
        row.trigger, tuple(Stage(stage.key, stage.name, StageSpec.model_validate(stage.spec)) for stage in stages)
    )


def _templates(connection: Connection) -> dict[tuple[str, str], tuple[str, str]]:
    rows = connection.execute(text("SELECT key, language, subject, body FROM message_template"))
    return {(row.key, row.language): (row.subject, row.body) for row in rows}


def _tell(visit: Visit, journey: Journey, facility: Mapping[str, Any], now: datetime) -> Story:
    facts = Facts(str(facility["time_zone"]), visit.starts_at, "booked")
    return simulate(journey, list(_script(visit)), facts, now)


def _script(visit: Visit) -> Iterable[Scripted]:
    yield Scripted("Appointment.Created", visit.created_at, "booked")
    changed = max(visit.changed_at or visit.created_at, visit.created_at + timedelta(minutes=5))
    if visit.status == "cancelled":
        yield Scripted("Appointment.Cancelled", changed, "cancelled")
    elif visit.status == "noshow":
        yield Scripted("Appointment.NoShow", changed, "noshow")
    elif visit.status in ("checked-in", "fulfilled"):
        yield Scripted("Appointment.CheckedIn", visit.arrived_at or changed, "checked-in")
        if visit.status == "fulfilled":
            yield Scripted("Encounter.Completed", changed, "fulfilled")


class _Writer:
    """Collects rows of all tables and writes them in bulk."""

    def __init__(
        self,
        definition: UUID,
        journey: Journey,
        facilities: Mapping[UUID, Mapping[str, Any]],
        templates: Mapping[tuple[str, str], tuple[str, str]],
        now: datetime,
    ) -> None:
        self._definition, self._journey, self._now = definition, journey, now
        self._facilities, self._templates = facilities, templates
        self._doctors = {doctor.id: doctor.display_name for doctor in DOCTORS}
        self._bad = _FAILED + _UNKNOWN
        self._by_email: set[UUID] = set()
        self._rows: dict[str, list[dict[str, Any]]] = {table: [] for table in _COLUMNS}

    def add(self, visit: Visit, story: Story) -> None:
        """The rows of one journey."""
        progress, instance = story.progress, demo_id(f"journey/{visit.id}")
        current = progress.current
        self._rows["journey_instance"].append(
            {
                "id": instance, "definition_id": self._definition, "patient_id": visit.patient.id,
                "facility_id": visit.slot["facility_id"], "anchor_kind": "appointment", "anchor_id": visit.id,
                "appointment_id": visit.id, "stage": progress.stage, "state": progress.state,
                "stage_entered_at": current.entered_at or visit.created_at,
                "stage_due_at": current.due_at if progress.state == "active" else None,
                "ended_at": story.ended_at, "created_at": visit.created_at,
            }
        )  # fmt: skip
        for key, status in progress.stages.items():
            self._rows["journey_instance_stage_status"].append(
                {
                    "instance_id": instance, "stage": key, "state": status.state, "entered_at": status.entered_at,
                    "due_at": status.due_at, "completed_at": status.completed_at, "reason": status.reason,
                }
            )  # fmt: skip
        why = {(step.key, step.occurrence): reason for step, reason in story.cancelled}
        did = {(one.step.key, one.step.occurrence): one for one in story.did}
        for step in progress.steps:
            self._add_step(visit, instance, step, did.get((step.key, step.occurrence)), why)

    def _add_step(
        self, visit: Visit, instance: UUID, step: Step, did: Did | None, why: Mapping[tuple[str, int], str]
    ) -> None:
        key = demo_id(f"step/{visit.id}/{step.key}/{step.occurrence}")
        self._rows["step_run"].append(
            {
                "id": key, "instance_id": instance, "facility_id": visit.slot["facility_id"], "step_key": step.key,
                "occurrence": step.occurrence, "kind": step.spec.kind,
                "spec": step.spec.model_dump(mode="json", exclude_defaults=True), "due_at": step.due_at,
                "expires_at": step.expires_at, "state": step.state, "attempts": 1 if did else 0,
                "reason": did.why if did else why.get((step.key, step.occurrence), ""),
                "created_at": visit.created_at, "ended_at": did.at if did else None,
            }
        )  # fmt: skip
        if did is not None and did.state == "done" and step.spec.kind == "message":
            self._add_message(visit, instance, key, did)
        elif did is not None and did.state == "done" and step.spec.kind == "ticket":
            self._add_ticket(visit, instance, step.spec.subject, step.spec.category, step.spec.priority, did.at)

    def _add_message(self, visit: Visit, instance: UUID, step_id: UUID, did: Did) -> None:
        facility = self._facilities[visit.slot["facility_id"]]
        language = visit.patient.language if visit.patient.language in ("en", "es") else "en"
        given = message_templates.values(
            {
                "patient_name": visit.patient.name, "starts_at": visit.starts_at, "time_zone": facility["time_zone"],
                "practitioner_name": self._doctors[visit.slot["practitioner_id"]], "facility_name": facility["name"],
                "facility_phone": facility["phone"], "facility_address": facility["address"],
            },
            language,
        )  # fmt: skip
        rendered = message_templates.render(*self._templates[did.step.spec.template, language], given)
        by_email = bool(visit.patient.email) and visit.patient.id.int % 2 == 0
        if by_email:
            self._by_email.add(visit.patient.id)
        status, error = self._fate(by_email, did.at)
        message = demo_id(f"message/{step_id}")
        self._rows["communication"].append(
            {
                "id": message, "facility_id": facility["id"], "patient_id": visit.patient.id,
                "journey_instance_id": instance, "step_run_id": step_id, "channel": "email" if by_email else "desk",
                "template_key": did.step.spec.template,
                "to_address": visit.patient.email if by_email else visit.patient.phone, "subject": rendered.subject,
                "body": rendered.body, "status": status, "error": error, "created_at": did.at,
                "status_at": did.at + timedelta(seconds=2), "created_by": "opd_worker",
            }
        )  # fmt: skip
        self._rows["communication_attempt"].append(
            {
                "id": demo_id(f"attempt/{step_id}"), "communication_id": message, "number": 1, "worker": "demo",
                "started_at": did.at, "ended_at": did.at + timedelta(seconds=2),
                "outcome": {"failed": "refused"}.get(status, status), "detail": error,
            }
        )  # fmt: skip
        if status == "failed":
            stage = self._journey.stage(did.step.stage)
            wanted = stage.spec.on_failure if stage else None
            if wanted is not None:
                self._add_ticket(visit, instance, wanted.subject, wanted.category, wanted.priority, did.at, message)

    def _fate(self, by_email: bool, at: datetime) -> tuple[str, str]:
        if not by_email or at < self._now - timedelta(hours=8) or self._bad == 0:
            return "sent", ""
        self._bad -= 1
        return ("failed", "smtp.550") if self._bad >= _UNKNOWN else ("unknown", "smtp.answer_lost")

    def _add_ticket(
        self,
        visit: Visit,
        instance: UUID,
        subject: str,
        category: str,
        priority: str,
        at: datetime,
        message: UUID | None = None,
    ) -> None:
        facility = self._facilities[visit.slot["facility_id"]]
        old = at < self._now - timedelta(days=1)
        self._rows["ticket"].append(
            {
                "id": demo_id(f"ticket/{instance}/{subject}"), "facility_id": facility["id"],
                "patient_id": visit.patient.id, "subject": subject, "category": category, "priority": priority,
                "status": "resolved" if old else "open", "resolved_at": at + timedelta(hours=3) if old else None,
                "due_at": ticket.due_at(priority, at, str(facility["time_zone"])), "journey_instance_id": instance,
                "appointment_id": visit.id, "communication_id": message, "created_at": at, "created_by": "opd_worker",
            }
        )  # fmt: skip

    def write(self, connection: Connection) -> None:
        """Write everything."""
        for table, columns in _COLUMNS.items():
            _bulk(connection, table, columns, self._rows[table])
        connection.execute(
            text("UPDATE patient SET preferred_channel = 'email' WHERE id = ANY(:ids)"), {"ids": list(self._by_email)}
        )


_COLUMNS: dict[str, str] = {
    "journey_instance": "id uuid, definition_id uuid, patient_id uuid, facility_id uuid, anchor_kind text, "
    "anchor_id uuid, appointment_id uuid, stage text, state text, stage_entered_at timestamptz, "
    "stage_due_at timestamptz, ended_at timestamptz, created_at timestamptz",
    "journey_instance_stage_status": "instance_id uuid, stage text, state text, entered_at timestamptz, "
    "due_at timestamptz, completed_at timestamptz, reason text",
    "step_run": "id uuid, instance_id uuid, facility_id uuid, step_key text, occurrence int, kind text, spec jsonb, "
    "due_at timestamptz, expires_at timestamptz, state text, attempts int, reason text, created_at timestamptz, "
    "ended_at timestamptz",
    "communication": "id uuid, facility_id uuid, patient_id uuid, journey_instance_id uuid, step_run_id uuid, "
    "channel text, template_key text, to_address text, subject text, body text, status text, error text, "
    "created_at timestamptz, status_at timestamptz, created_by text",
    "communication_attempt": "id uuid, communication_id uuid, number int, worker text, started_at timestamptz, "
    "ended_at timestamptz, outcome text, detail text",
    "ticket": "id uuid, facility_id uuid, patient_id uuid, subject text, category text, priority text, status text, "
    "resolved_at timestamptz, due_at timestamptz, journey_instance_id uuid, appointment_id uuid, "
    "communication_id uuid, created_at timestamptz, created_by text",
}


def _bulk(connection: Connection, table: str, columns: str, rows: Sequence[Mapping[str, Any]]) -> None:
    names = ", ".join(column.split()[0] for column in columns.split(", "))
    connection.execute(
        text(
            f"INSERT INTO {table} ({names}) SELECT {names} "
            f"FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r ({columns})"
        ),
        {"rows": json.dumps(rows, default=str)},
    )


def _insert_tickets(
    connection: Connection, visits: Sequence[Visit], now: datetime, facilities: Mapping[UUID, Mapping[str, Any]]
) -> None:
    """A few tickets that the staff opened themselves."""
    zone = str(facilities[CITY]["time_zone"])
    here = [visit for visit in visits if visit.slot["facility_id"] == CITY and visit.status == "fulfilled"]
    for number, ((subject, priority, status, hours, login, note), visit) in enumerate(
        zip(_TICKETS, here, strict=False)
    ):
        opened = now - timedelta(hours=hours)
        made = demo_id(f"ticket/{number}")
        connection.execute(
            text(
                "INSERT INTO ticket (id, facility_id, patient_id, subject, priority, status, due_at, resolved_at, "
                "created_at, created_by, assignee_id) VALUES (:id, :facility, :patient, :subject, :priority, :status, "
                ":due, :resolved, :at, :login, (SELECT id FROM staff WHERE login = :login))"
            ),
            {
                "id": made, "facility": CITY, "patient": visit.patient.id, "subject": subject, "priority": priority,
                "status": status, "due": ticket.due_at(priority, opened, zone), "at": opened, "login": login,
                "resolved": opened + timedelta(hours=2) if status in ("resolved", "closed") else None,
            },
        )  # fmt: skip
        if note:
            connection.execute(
                text(
                    "INSERT INTO ticket_note (id, ticket_id, at, login, text) "
                    "VALUES (opd.uuid7(), :ticket, :at, :login, :note)"
                ),
                {"ticket": made, "at": opened + timedelta(hours=1), "login": login, "note": note},
            )
