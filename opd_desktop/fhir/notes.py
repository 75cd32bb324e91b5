"""A doctor's note as a FHIR Composition, with its problems and orders.

Problems and orders are contained in the Composition: a version of the note is one resource, and reading an old
version gives the problems and orders as they were then. Export lifts them out (`opd_desktop.fhir.bundles`).
"""

from collections.abc import Mapping
from typing import Any

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.note import NoteSentence, Order, OrderStatus, OrderType, Problem, Section
from opd_desktop.fhir import note_sections
from opd_desktop.fhir.common import (
    Json,
    clean,
    coding,
    extension,
    hl7_concept,
    instant,
    narrative,
    ref,
    text_concept,
    without_empty,
)
from opd_desktop.services.dto.encounters import NoteDto

_CATEGORY = {
    OrderType.LAB: ("108252007", "Laboratory procedure"),
    OrderType.IMAGING: ("363679005", "Imaging"),
    OrderType.FOLLOWUP: ("390906007", "Follow-up encounter"),
}
#: Order status -> (request status, intent); http://hl7.org/fhir/R4/valueset-request-intent.html
_REQUEST = {
    OrderStatus.CONSIDERED: ("draft", "proposal"),
    OrderStatus.ORDERED: ("active", "order"),
    OrderStatus.CONDITIONAL: ("draft", "plan"),
    OrderStatus.DECLINED: ("cancelled", "proposal"),
    OrderStatus.ALREADY_TAKING: ("active", "plan"),
}


def composition(note: NoteDto, context: Mapping[str, Any]) -> Json:
    """The note as one Composition.

    Args:
        context: ``patient_id``, ``encounter_id``, ``practitioner_id``, ``at`` (timezone-aware).
    """
    final = note.status != "preliminary"
    problems = [_condition(one, context, final=final) | {"id": f"problem-{n}"} for n, one in _numbered(note.problems)]
    orders = [_request(one, context) | {"id": f"order-{n}"} for n, one in _numbered(note.orders)]
    reason = clean(note.amendment_reason)
    author = ref("Practitioner", context["practitioner_id"]) | without_empty({"display": clean(note.author)})
    return without_empty(
        {
            "resourceType": "Composition",
            "id": str(codes.composition_id(context["encounter_id"])),
            "contained": problems + orders,
            "extension": [
                *([{"url": codes.AMENDED, "valueString": reason}] if reason else []),
                *([{"url": codes.TEMPLATE, "valueString": note.template}] if note.template else []),
            ],
            "language": note.language,
            "status": note.status,
            "type": {"coding": [coding(codes.LOINC, "11506-3", "Progress note")]},
            "subject": ref("Patient", context["patient_id"]),
            "encounter": ref("Encounter", context["encounter_id"]),
            "date": instant(context["at"]),
            "author": [author],
            "title": "Visit note",
            "section": _sections(note, [one["id"] for one in problems], [one["id"] for one in orders]),
        }
    )


def condition(problem: Problem, context: Mapping[str, Any]) -> Json:
    """A problem as a Condition of its own; ``number`` in the context counts the visit's problems from 1."""
    key = codes.resource_id(context["encounter_id"], f"problem-{context.get('number', 1)}")
    return _condition(problem, context, final=True) | {"id": str(key)}


def request(order: Order, context: Mapping[str, Any]) -> Json:
    """An order as a ServiceRequest, MedicationRequest or (already taken) MedicationStatement of its own."""
    key = codes.resource_id(context["encounter_id"], f"order-{context.get('number', 1)}")
    return _request(order, context) | {"id": str(key)}


def _sections(note: NoteDto, problems: list[str], orders: list[str]) -> list[Json]:
    linked = {
        Section.ASSESSMENT: (problems, [one.text for one in note.problems]),
        Section.PLAN: (orders, [one.description for one in note.orders]),
    }
    made = []
    for section, (code, display) in codes.SECTIONS.items():
        placed = [(place, one) for place, one in enumerate(note.sentences) if one.section is section]
        ids, names = linked.get(section, ([], []))
        if not placed and not ids:
            continue
        sentences = [one for _, one in placed]
        said = [clean(one.text) for one in sentences if not (one.heading or one.problem)]
        parts = note_sections.by_problem(sentences, note.titles)
        # A section needs a text, an entry or parts (invariant cmp-1), also when what was typed is blank.
        text = narrative(said, [clean(name) for name in names]) or (None if parts else narrative(["–"]))
        made.append(
            without_empty(
                {
                    "extension": [_sentence(place, one) for place, one in placed],
                    "title": section.value.capitalize(),
                    "code": {"coding": [coding(codes.LOINC, code, display)]},
                    "text": text,
                    "entry": [{"reference": f"#{key}"} for key in ids],
                    "section": parts,
                }
            )
        )
    return made


def _sentence(place: int, sentence: NoteSentence) -> Json:
    return extension(
        codes.SENTENCE,
        (
            ("text", "valueString", clean(sentence.text)),
            ("origin", "valueCode", sentence.origin),
            ("place", "valueInteger", place),
            ("heading", "valueString", clean(sentence.heading)),
            ("problem", "valueString", clean(sentence.problem)),
            ("start", "valueDecimal", sentence.start),
            ("end", "valueDecimal", sentence.end),
        ),
        sentence.turns,
    )


def _verified(problem: Problem, *, final: bool) -> str:
    """How sure it is: what was only suspected stays unconfirmed though the note be signed."""
    if problem.certainty == "suspected":
        return "unconfirmed"
    return "confirmed" if final else "provisional"


def _condition(problem: Problem, context: Mapping[str, Any], *, final: bool) -> Json:
    codings = [
        coding(codes.ICD10, problem.icd10, problem.icd10_display),
        coding(codes.SNOMED, problem.snomed, problem.snomed_display),
    ]
    evidence = (("confidence", "valueDecimal", problem.confidence), ("why", "valueString", clean(problem.why)))
    return without_empty(
        {
            "resourceType": "Condition",
            "extension": [extension(codes.EVIDENCE, evidence, problem.turns)],
            "clinicalStatus": hl7_concept("condition-clinical", "active"),
            "verificationStatus": hl7_concept("condition-ver-status", _verified(problem, final=final)),
            "category": [hl7_concept("condition-category", "encounter-diagnosis", "Encounter Diagnosis")],
            "code": without_empty({"coding": [one for one in codings if len(one) > 1], "text": clean(problem.text)}),
            "subject": ref("Patient", context["patient_id"]),
            "encounter": ref("Encounter", context["encounter_id"]),
            "recordedDate": instant(context["at"]),
        }
    )


def _request(order: Order, context: Mapping[str, Any]) -> Json:
    medication = order.order_type is OrderType.MEDICATION
    taken = medication and order.status is OrderStatus.ALREADY_TAKING
    status, intent = _REQUEST[order.status]
    what = text_concept(clean(order.description))
    common = {
        "extension": [
            extension(
                codes.ORDER,
                (("type", "valueCode", order.order_type.value), ("status", "valueCode", order.status.value)),
                order.turns,
            )
        ],
        "status": status,
        "subject": ref("Patient", context["patient_id"]),
        "reasonCode": [{"text": clean(order.reason)}] if order.reason else [],
    }
    if taken:
        return without_empty(
            {"resourceType": "MedicationStatement", **common, "medicationCodeableConcept": what,
             "context": ref("Encounter", context["encounter_id"])}
        )  # fmt: skip
    asked = common | {
        "intent": intent,
        "encounter": ref("Encounter", context["encounter_id"]),
        "authoredOn": instant(context["at"]),
        "requester": ref("Practitioner", context["practitioner_id"]),
    }
    if medication:
        # A drug that is to be stopped must never read as one that is to be given.
        asked_not = {"doNotPerform": True} if order.stops else {}
        return without_empty(
            {"resourceType": "MedicationRequest", **asked, **asked_not, "medicationCodeableConcept": what}
        )
    code, display = _CATEGORY[order.order_type]
    return without_empty(
        {
            "resourceType": "ServiceRequest",
            **asked,
            "category": [{"coding": [coding(codes.SNOMED, code, display)]}],
            "code": what,
        }
    )


def _numbered(items: tuple[Any, ...]) -> enumerate[Any]:
    return enumerate(items, start=1)
