"""A booking that was begun: how it is kept on this computer, and what it is called."""

from collections.abc import Mapping
from typing import Any

from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.ui.calendar.words import translate

DRAFT = "calendar.booking"


def as_hit(patient: PatientHit | PatientDto) -> PatientHit:
    """A patient as the booking keeps it, found or just registered."""
    if isinstance(patient, PatientHit):
        return patient
    return PatientHit(
        id=patient.id, mrn=patient.mrn, name=patient.name, sex=patient.sex, birth_date=patient.birth_date,
        age_years=patient.age_years, phone=patient.phone, score=1, why="",
    )  # fmt: skip


def draft_text(draft: Mapping[str, Any]) -> str:
    """Whose booking was begun and not finished."""
    patient, form = draft.get("patient") or {}, draft.get("register") or {}
    name = patient.get("name") or form.get("name") or draft.get("search")
    if name:
        return translate("calendar", "The booking of {0} was not finished.").format(name)
    return translate("calendar", "A booking was not finished.")
