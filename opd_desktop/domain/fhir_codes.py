"""Codes and extension addresses of our FHIR R4 resources, shared by who writes and who reads them."""

from dataclasses import dataclass
from uuid import UUID, uuid5

from opd_desktop.domain.note import Section
from opd_desktop.domain.note_template import Heading

LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
SNOMED = "http://snomed.info/sct"
HL7 = "http://terminology.hl7.org/CodeSystem/"

#: On Composition.section, one for each sentence: ``text``, ``origin``, ``place`` in the note, ``turn``s, and where
#: there are any ``heading``, ``problem``, and ``start`` and ``end`` in seconds of the recording.
SENTENCE = "urn:opd-desk:fhir:note-sentence"
#: On Composition: why it was amended.
AMENDED = "urn:opd-desk:fhir:amendment-reason"
#: On Composition: the key of the template that it was written with.
TEMPLATE = "urn:opd-desk:fhir:note-template"
#: Code system of our headings (`domain.note_template.Heading`), on the sections inside those of the SOAP note.
HEADING = "urn:opd-desk:fhir:note-heading"
#: On a Condition: ``confidence``, ``why``, ``turn``s.
EVIDENCE = "urn:opd-desk:fhir:problem-evidence"
#: On a request: ``type`` and ``status`` as in `domain.note.Order`, ``turn``s.
ORDER = "urn:opd-desk:fhir:order"

#: LOINC document sections of a SOAP note.
SECTIONS = {
    Section.SUBJECTIVE: ("61150-9", "Subjective Narrative"),
    Section.OBJECTIVE: ("61149-1", "Objective Narrative"),
    Section.ASSESSMENT: ("51848-0", "Evaluation note"),
    Section.PLAN: ("18776-5", "Plan of care note"),
}

#: LOINC codes of headings, where there is one: code and name.
HEADINGS = {
    Heading.CHIEF: ("10154-3", "Chief complaint Narrative - Reported"),
    Heading.HISTORY: ("10164-2", "History of Present illness Narrative"),
    Heading.PAST: ("11348-0", "History of Past illness Narrative"),
    Heading.MEDICATIONS: ("10160-0", "History of Medication use Narrative"),
    Heading.ALLERGIES: ("48765-2", "Allergies and adverse reactions Document"),
    Heading.FAMILY: ("10157-6", "History of family member diseases Narrative"),
    Heading.SOCIAL: ("29762-2", "Social history Narrative"),
    Heading.REVIEW: ("10187-3", "Review of systems Narrative - Reported"),
    Heading.IMMUNIZATIONS: ("11369-6", "History of Immunization Narrative"),
    Heading.VITALS: ("8716-3", "Vital signs"),
    Heading.EXAM: ("29545-1", "Physical findings Narrative"),
    Heading.RESULTS: ("30954-2", "Relevant diagnostic tests/laboratory data Narrative"),
}


@dataclass(frozen=True)
class Measurement:
    """One vital sign: field of `Vitals`, LOINC code and name, UCUM unit.

    The codes are those of http://hl7.org/fhir/R4/observation-vitalsigns.html.
    """

    field: str
    code: str
    display: str
    unit: str


MEASUREMENTS = (
    Measurement("temperature", "8310-5", "Body temperature", "Cel"),
    Measurement("pulse", "8867-4", "Heart rate", "/min"),
    Measurement("respiratory_rate", "9279-1", "Respiratory rate", "/min"),
    Measurement("spo2", "2708-6", "Oxygen saturation in Arterial blood", "%"),
    Measurement("weight", "29463-7", "Body weight", "kg"),
    Measurement("height", "8302-2", "Body height", "cm"),
)
PRESSURE = Measurement("", "85354-9", "Blood pressure panel with all children optional", "")
PRESSURE_PARTS = (
    Measurement("systolic", "8480-6", "Systolic blood pressure", "mm[Hg]"),
    Measurement("diastolic", "8462-4", "Diastolic blood pressure", "mm[Hg]"),
)
#: Calculated, never read back.
BMI = Measurement("bmi", "39156-5", "Body mass index (BMI) [Ratio]", "kg/m2")

_NAMESPACE = UUID("b57e6d1c-6c1d-5f0e-9d4e-0f2a4f0f6c11")


def resource_id(encounter_id: UUID, name: str) -> UUID:
    """The fixed id of what an encounter has once (``composition``, ``8310-5``, ``problem-1``)."""
    return uuid5(_NAMESPACE, f"{encounter_id}/{name}")


def composition_id(encounter_id: UUID) -> UUID:
    """The id of an encounter's note; saving it again makes a new version of the same resource."""
    return resource_id(encounter_id, "composition")
