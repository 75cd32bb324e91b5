"""Patients: find, register, correct, and who might be registered already."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from opd_desktop.db.models import Facility, Patient, PatientConsent, PatientContact, PatientIdentifier
from opd_desktop.domain import patient as rules
from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.domain.events import PatientRegistered, PatientUpdated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.patients import (
    Consent,
    ContactPerson,
    FindDuplicates,
    Identifier,
    PatchPatient,
    PatientDto,
    PatientHit,
    RecordConsent,
    RegisterPatient,
    SearchPatients,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_COLUMNS = (
    "id, mrn, name, sex, birth_date, birth_date_estimated, phone, email, address, language, preferred_channel, "
    "usual_practitioner_id, merged_into_id, row_version"
)
_OLDEST = 130
#: How many possible duplicates are compared closely; the index gives the most similar names first.
_CANDIDATES = 60


@operation("patient.search", needs=Permission.PATIENT_READ)
def search(tx: Tx, actor: Actor, request: SearchPatients) -> tuple[PatientHit, ...]:
    """Patients by parts of the name in any order, phone digits, MRN or birth date; best matches first.

    Accents and case don't matter. If few match as typed, similar names are found as well.
    """
    query = rules.parse_query(request.text, today(tx, actor))
    if query.is_empty:
        return ()
    found = _find(tx, query, request.limit)
    if len(found) < request.limit and any(len(word) > 2 for word in query.words):
        for key, hit in _find(tx, query, request.limit, fuzzy=True).items():
            found.setdefault(key, hit)
    return _hits(tx, actor, found)[: request.limit]


@operation("patient.duplicates", needs=Permission.PATIENT_READ)
def duplicates(tx: Tx, actor: Actor, request: FindDuplicates) -> tuple[PatientHit, ...]:
    """Patients who might be the same person as the one being typed; ``why`` lists what agrees, by commas."""
    country = _country(tx, actor, request.facility_id)
    try:
        phone = rules.e164(request.phone, country)
    except BadInput:
        phone = ""  # half typed
    return _duplicates(tx, actor, rules.Identity(request.name, phone, request.birth_date))


@operation("patient.get", needs=Permission.PATIENT_READ)
def get(tx: Tx, actor: Actor, request: ById) -> PatientDto:
    """One patient; one that was merged into another gives that other one.

    Raises:
        NotFound: ``patient.not_found``.
    """
    return read(tx, request.id, today(tx, actor))


@operation("patient.register", needs=Permission.PATIENT_WRITE, emits=[PatientRegistered])
def register(tx: Tx, actor: Actor, request: RegisterPatient) -> PatientDto:
    """Register a patient; the database hands out the MRN. ``duplicates`` of the result warns of likely doubles.

    Raises:
        BadInput: ``patient.name_needed``, ``patient.phone_invalid``, ``patient.email_invalid``,
            ``patient.born_in_future`` or ``patient.too_old``.
        Conflict: ``patient.identifier_exists``.
    """
    country = _country(tx, actor, request.facility_id)
    day = today(tx, actor)
    born = request.birth_date
    if born is None and request.age_years is not None:
        born = rules.estimated_birth_date(request.age_years, day)
    _check_birth(born, day)
    row = Patient(
        id=uuid7(),
        name=rules.clean_name(request.name),
        sex=request.sex,
        birth_date=born,
        birth_date_estimated=request.birth_date is None and born is not None,
        phone=rules.e164(request.phone, country),
        email=rules.check_email(request.email),
        address=request.address,
        language=request.language,
        preferred_channel=request.preferred_channel,
        usual_practitioner_id=request.usual_practitioner_id,
        registered_at_id=request.facility_id,
    )
    alike = _duplicates(tx, actor, rules.Identity(row.name, row.phone, request.birth_date))
    tx.session.add(row)
    tx.session.flush()
    _add_parts(tx, row.id, request, country)
    tx.record(PatientRegistered(id=row.id, facility_id=request.facility_id, patient_id=row.id))
    return read(tx, row.id, day).model_copy(update={"duplicates": alike})


@operation("patient.patch", needs=Permission.PATIENT_WRITE, emits=[PatientUpdated])
def patch(tx: Tx, actor: Actor, request: PatchPatient) -> PatientDto:
    """Correct what is known of a patient.

    Raises:
        BadInput: as `register`.
        ChangedElsewhere: somebody changed the patient since.
    """
    row = tx.lock(Patient, request.id, request.row_version)
    day = today(tx, actor)
    if request.name is not None:
        row.name = rules.clean_name(request.name)
        row.sort_key = ""  # the database makes it again from the name
    if request.birth_date is not None:
        _check_birth(request.birth_date, day)
        row.birth_date = request.birth_date
        row.birth_date_estimated = False
    if request.phone is not None and request.phone != row.phone:
        row.phone = rules.e164(request.phone, _country(tx, actor, request.facility_id or row.registered_at_id))
    if request.email is not None and request.email != row.email:
        row.email = rules.check_email(request.email)
    for name in ("sex", "address", "language", "preferred_channel", "usual_practitioner_id"):
        value = getattr(request, name)
        if value is not None:
            setattr(row, name, value)
    if tx.session.is_modified(row):
        tx.record(PatientUpdated(id=row.id, patient_id=row.id))
    tx.session.flush()
    return read(tx, row.id, day)


@operation("patient.record_consent", needs=Permission.PATIENT_READ, emits=[PatientUpdated])
def record_consent(tx: Tx, actor: Actor, request: RecordConsent) -> PatientDto:
    """Record that a patient agrees, or no longer agrees, to messages or to being recorded.

    Nothing is overwritten: the newest record of a purpose and channel counts.
    """
    row = tx.get(Patient, request.patient_id)
    _add_consent(tx, row.id, request.consent)
    tx.session.flush()
    tx.record(PatientUpdated(id=row.id, patient_id=row.id))
    return read(tx, row.id, today(tx, actor))


def today(tx: Tx, actor: Actor) -> date:
    """The date at the person's first facility, or in UTC for somebody of none."""
    zones = tx.rows("SELECT time_zone FROM facility WHERE id = ANY(:mine) ORDER BY name LIMIT 1",
                    mine=list(actor.facility_ids))  # fmt: skip
    return tx.now.astimezone(ZoneInfo(zones[0]["time_zone"] if zones else "UTC")).date()


def read(tx: Tx, key: UUID, on: date) -> PatientDto:
    """The patient with identifiers, contacts and the consents in force; the age is that of the day ``on``.

    Raises:
        NotFound: ``patient.not_found``.
    """
    rows = tx.rows(f"SELECT {_COLUMNS} FROM patient WHERE id = :id", id=key)
    while rows and rows[0]["merged_into_id"] is not None:
        rows = tx.rows(f"SELECT {_COLUMNS} FROM patient WHERE id = :id", id=rows[0]["merged_into_id"])
    if not rows:
        raise NotFound("patient.not_found", id=str(key))
    row = rows[0]
    parts = {
        "identifiers": "SELECT system, value FROM patient_identifier WHERE patient_id = :id ORDER BY id",
        "contacts": "SELECT name, relationship, phone FROM patient_contact WHERE patient_id = :id ORDER BY id",
        "consents": "SELECT DISTINCT ON (purpose, channel) purpose, channel, granted FROM patient_consent "
        "WHERE patient_id = :id ORDER BY purpose, channel, given_at DESC, id DESC",
    }
    found = {name: tx.rows(sql, id=row["id"]) for name, sql in parts.items()}
    return PatientDto.model_validate(row | found | {"age_years": rules.age_years(row["birth_date"], on)})


def _find(tx: Tx, query: rules.PatientQuery, limit: int, *, fuzzy: bool = False) -> dict[UUID, tuple[float, str]]:
    """Score and what matched by patient, best first."""
    rows = tx.rows(
        "SELECT patient_id, score, why FROM opd.find_patients(CAST(:words AS text[]), CAST(:digits AS text[]), "
        "CAST(:births AS date[]), :fuzzy, :limit)",
        words=list(query.words), digits=list(query.digits), births=list(query.births), fuzzy=fuzzy, limit=limit,
    )  # fmt: skip
    found: dict[UUID, tuple[float, str]] = {}
    for row in rows:
        found.setdefault(row["patient_id"], (round(row["score"], 3), row["why"]))
    return found


def _hits(tx: Tx, actor: Actor, found: dict[UUID, tuple[float, str]]) -> tuple[PatientHit, ...]:
    on = today(tx, actor)
    hits = [_hit(row, *found[row["id"]], on) for row in _rows(tx, found)]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.name, hit.mrn)))


def _rows(tx: Tx, keys: Iterable[UUID]) -> list[dict[str, Any]]:
    return tx.rows(f"SELECT {_COLUMNS} FROM patient WHERE id = ANY(:keys) AND active", keys=list(keys))


def _hit(row: dict[str, Any], score: float, why: str, on: date) -> PatientHit:
    age = rules.age_years(row["birth_date"], on)
    return PatientHit.model_validate(row | {"score": score, "why": why, "age_years": age})


def _duplicates(tx: Tx, actor: Actor, typed: rules.Identity) -> tuple[PatientHit, ...]:
    queries: list[tuple[rules.PatientQuery, bool]] = []
    words = tuple(word for word in rules.parse_query(typed.name, date.max).words if len(word) > 2)
    if words:
        queries.append((rules.PatientQuery(words=words), True))
    if typed.phone:
        queries.append((rules.PatientQuery(digits=(typed.phone,)), False))
    if typed.birth_date and words:
        # Any one word of the name with the birth date: other parts may be missing or quite different.
        queries.extend((rules.PatientQuery(words=(word,), births=(typed.birth_date,)), True) for word in words[:4])
    candidates = {key for query, fuzzy in queries for key in _find(tx, query, _CANDIDATES, fuzzy=fuzzy)}
    on = today(tx, actor)
    hits = []
    for row in _rows(tx, candidates):
        alike = rules.likeness(typed, rules.Identity(row["name"], row["phone"], row["birth_date"]))
        if alike.score >= rules.DUPLICATE_THRESHOLD:
            hits.append(_hit(row, alike.score, ",".join(alike.agrees), on))
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.name, hit.mrn))[:10])


def _country(tx: Tx, actor: Actor, facility_id: UUID | None) -> str:
    """The country whose way of dialling a typed number is in."""
    key = facility_id or (actor.facility_ids[0] if actor.facility_ids else None)
    return tx.get(Facility, key).country if key else ""


def _check_birth(born: date | None, on: date) -> None:
    if born is None:
        return
    if born > on:
        raise BadInput("patient.born_in_future")
    if (years := rules.age_years(born, on) or 0) > _OLDEST:
        raise BadInput("patient.too_old", years=years, limit=_OLDEST)


def _add_parts(tx: Tx, key: UUID, request: RegisterPatient, country: str) -> None:
    identifiers: Sequence[Identifier] = request.identifiers
    contacts: Sequence[ContactPerson] = request.contacts
    for one in identifiers:
        tx.session.add(PatientIdentifier(id=uuid7(), patient_id=key, system=one.system, value=one.value))
    for person in contacts:
        tx.session.add(
            PatientContact(
                id=uuid7(),
                patient_id=key,
                name=person.name,
                relationship=person.relationship,
                phone=rules.e164(person.phone, country),
            )
        )
    for consent in request.consents:
        _add_consent(tx, key, consent)
    tx.session.flush()


def _add_consent(tx: Tx, key: UUID, consent: Consent) -> None:
    tx.session.add(
        PatientConsent(
            id=uuid7(), patient_id=key, purpose=consent.purpose, channel=consent.channel, granted=consent.granted
        )
    )
