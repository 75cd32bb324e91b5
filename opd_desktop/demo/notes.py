"""Made-up notes and vitals of the past visits, written as FHIR resources."""

import json
import random
from datetime import timedelta

from sqlalchemy import Connection, text

from opd_desktop.app import LazyFhir
from opd_desktop.demo.visits import Visit
from opd_desktop.domain.note import NoteSentence, Problem, Section
from opd_desktop.services.dto.encounters import NoteDto, Vitals
from opd_desktop.services.ports import Fhir

#: reason -> (history, findings, assessment, ICD-10-CM code, plan)
_CASES = {
    "Fever, 3 days": ("Fever for three days with sore throat and body ache. No breathlessness.",
                      "Throat red, no exudate. Chest clear.", "Acute upper respiratory infection", "J06.9",
                      "Paracetamol 500 mg three times a day for 3 days. Review if fever lasts."),
    "Cough": ("Dry cough for one week, worse at night. No fever.", "Chest clear, no wheeze.", "Acute bronchitis",
              "J20.9", "Fluids, steam inhalation. Review in one week if not better."),
    "Review blood pressure": ("Takes amlodipine daily. No headache or chest pain.", "Pulse regular. No oedema.",
                              "Essential hypertension", "I10", "Continue amlodipine 5 mg daily. Review in 3 months."),
    "Follow-up diabetes": ("Fasting sugars 110 to 140 at home. No hypoglycaemia.", "Feet: sensation normal.",
                           "Type 2 diabetes mellitus", "E11.9", "Continue metformin 500 mg twice a day. HbA1c."),
    "Rash": ("Itchy rash on both forearms for five days.", "Erythematous papules, no blisters.",
             "Contact dermatitis", "L25.9", "Hydrocortisone 1 % cream twice a day for 7 days. Avoid new soaps."),
    "Back pain": ("Low back pain for two weeks after lifting. No leg weakness.", "Straight leg raise negative.",
                  "Low back pain", "M54.50", "Ibuprofen 400 mg as needed, back exercises."),
}  # fmt: skip


def insert_notes(connection: Connection, visits: list[Visit], fhir: Fhir | None = None) -> None:
    """Write a note and vitals for the finished visits whose reason has a case."""
    fhir = fhir or LazyFhir()
    chance = random.Random(13)  # noqa: S311 (made-up readings, not secrets)
    rows = []
    for visit in visits:
        if visit.encounter_status == "finished" and visit.reason in _CASES:
            rows.extend(_rows(visit, fhir, chance))
    connection.execute(
        text(
            "INSERT INTO fhir_resource (resource_type, id, facility_id, patient_id, encounter_id, category, content, "
            "last_updated, author) VALUES (:type, :id, :facility, :patient, :encounter, :category, "
            "CAST(:content AS jsonb), :at, 'doctor')"
        ),
        rows,
    )


def _rows(visit: Visit, fhir: Fhir, chance: random.Random) -> list[dict[str, object]]:
    history, findings, assessment, code, plan = _CASES[visit.reason]
    texts = ((Section.SUBJECTIVE, history), (Section.OBJECTIVE, findings), (Section.ASSESSMENT, f"{assessment}."),
             (Section.PLAN, plan))  # fmt: skip
    note = NoteDto(
        sentences=tuple(
            NoteSentence(text=f"{sentence.strip().rstrip('.')}.", section=section, origin="human")
            for section, block in texts
            for sentence in block.split(". ")
        ),
        problems=(Problem(text=assessment, icd10=code, confidence=1.0),),
        status="final",
    )
    context = {
        "patient_id": visit.patient.id,
        "encounter_id": visit.encounter_id,
        "practitioner_id": visit.slot["practitioner_id"],
        "at": visit.ended_at,
    }
    at = visit.ended_at or visit.starts_at
    made = [("", fhir.resource("Composition", (note, context)))]
    made += [("vital-signs", one) for one in fhir.resource("VitalSigns", (_vitals(visit, chance), context))]
    return [
        {
            "type": resource["resourceType"], "id": resource["id"], "facility": visit.slot["facility_id"],
            "patient": visit.patient.id, "encounter": visit.encounter_id, "category": category,
            "content": json.dumps(resource, default=str), "at": at,
        }
        for category, resource in made
    ]  # fmt: skip


def _vitals(visit: Visit, chance: random.Random) -> Vitals:
    age = (visit.starts_at.date() - visit.patient.birth_date).days / 365.25
    adult = age >= 15
    return Vitals(
        temperature=round(chance.gauss(37.6 if "ever" in visit.reason else 36.8, 0.4), 1),
        systolic=int(chance.gauss(128, 12)) if adult else None,
        diastolic=int(chance.gauss(82, 8)) if adult else None,
        pulse=int(chance.gauss(80 if adult else 100, 9)),
        spo2=min(100, int(chance.gauss(97.5, 1.2))),
        weight=round(chance.gauss(66, 10) if adult else 8 + 2.4 * age, 1),
        height=round(chance.gauss(164, 8) if adult else 65 + 6.2 * age),
        taken_at=(visit.started_at or visit.starts_at) - timedelta(minutes=4),
    )
