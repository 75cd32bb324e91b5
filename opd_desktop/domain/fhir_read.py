"""Reading back the FHIR resources that `opd_desktop.fhir` wrote: notes and vital signs.

Pure and without ``fhir.resources``, since opening an encounter must not wait for it. The results are the fields
of the services' ``NoteDto`` and ``Vitals``.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, TypedDict

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.note import NoteSentence, Order, OrderStatus, OrderType, Problem, Section

Json = Mapping[str, Any]

_SECTION_OF = {code: section for section, (code, _) in codes.SECTIONS.items()}
_FIELD_OF = {one.code: one.field for one in (*codes.MEASUREMENTS, *codes.PRESSURE_PARTS)}
_NOT_MEANT = frozenset({"entered-in-error", "cancelled"})
_MEDICATION = frozenset({"MedicationRequest", "MedicationStatement"})


class NoteFields(TypedDict):
    """What a Composition says: the fields of ``NoteDto`` that do not come from the row."""

    sentences: tuple[NoteSentence, ...]
    problems: tuple[Problem, ...]
    orders: tuple[Order, ...]
    status: str
    author: str
    amendment_reason: str
    template: str
    language: str
    titles: dict[str, str]


def note_fields(composition: Json) -> NoteFields:
    """Sentences with their evidence, problems and orders of a Composition.

    A Composition of others, without our extensions, gives one sentence for each section's plain text.
    """
    placed: list[tuple[int, NoteSentence]] = []
    for section in composition.get("section", ()):
        placed.extend(_sentences(section, len(placed)))
    contained = composition.get("contained", ())
    authors = composition.get("author", ())
    return {
        "sentences": tuple(sentence for _, sentence in sorted(placed, key=lambda pair: pair[0])),
        "problems": tuple(problem(one) for one in contained if one["resourceType"] == "Condition"),
        "orders": tuple(order(one) for one in contained if one["resourceType"] in {*_MEDICATION, "ServiceRequest"}),
        "status": composition.get("status", "preliminary"),
        "author": authors[0].get("display", "") if authors else "",
        "amendment_reason": _value(_extension(composition, codes.AMENDED)) or "",
        "template": _value(_extension(composition, codes.TEMPLATE)) or "",
        "language": composition.get("language", ""),
        "titles": _titles(composition),
    }


def problem(condition: Json) -> Problem:
    """A problem from a Condition."""
    code = condition.get("code", {})
    icd10, snomed = _coding(code, codes.ICD10), _coding(code, codes.SNOMED)
    evidence = _extension(condition, codes.EVIDENCE)
    found = _parts(evidence)
    return Problem(
        text=code.get("text", ""),
        icd10=icd10.get("code"),
        icd10_display=icd10.get("display"),
        snomed=snomed.get("code"),
        snomed_display=snomed.get("display"),
        confidence=found.get("confidence", 1.0),
        why=found.get("why", ""),
        turns=_turns(evidence),
        certainty="suspected" if _status(condition) == "unconfirmed" else "confirmed",
    )


def _status(condition: Json) -> str:
    """How sure a Condition is, as FHIR's code."""
    codings = condition.get("verificationStatus", {}).get("coding", ())
    return next((str(one.get("code", "")) for one in codings), "")


def order(request: Json) -> Order:
    """An order from a ServiceRequest, MedicationRequest or MedicationStatement."""
    medication = request["resourceType"] in _MEDICATION
    what = request.get("medicationCodeableConcept" if medication else "code", {})
    ours = _extension(request, codes.ORDER)
    found = _parts(ours)
    reasons = request.get("reasonCode", ())
    default_type = OrderType.MEDICATION if medication else OrderType.LAB
    default_status = OrderStatus.ORDERED if request.get("intent") == "order" else OrderStatus.CONSIDERED
    return Order(
        order_type=OrderType(found.get("type", default_type)),
        description=what.get("text", ""),
        reason=reasons[0].get("text", "") if reasons else "",
        status=OrderStatus(found.get("status", default_status)),
        turns=_turns(ours),
    )


def vitals_fields(observations: Iterable[Json]) -> dict[str, Any]:
    """The fields of ``Vitals`` from an encounter's Observations; those entered in error count as not taken."""
    fields: dict[str, Any] = {}
    for one in sorted(observations, key=lambda item: str(item.get("effectiveDateTime", ""))):
        if one.get("status") in _NOT_MEANT:
            continue
        parts = [one, *one.get("component", ())]
        read = {field: value for part in parts for field, value in _measured(part)}
        if not read:
            continue
        fields |= read
        if "effectiveDateTime" in one:
            fields["taken_at"] = datetime.fromisoformat(one["effectiveDateTime"])
        performers = one.get("performer", ())
        fields["taken_by"] = performers[0].get("display", "") if performers else ""
    return fields


def _measured(part: Json) -> list[tuple[str, Any]]:
    for coding in part.get("code", {}).get("coding", ()):
        field = _FIELD_OF.get(coding.get("code", ""))
        if coding.get("system") == codes.LOINC and field and "valueQuantity" in part:
            return [(field, part["valueQuantity"]["value"])]
    return []


def _sentences(section: Json, after: int) -> list[tuple[int, NoteSentence]]:
    code = _coding(section.get("code", {}), codes.LOINC).get("code", "")
    where = _SECTION_OF.get(code)
    ours = [one for one in section.get("extension", ()) if one["url"] == codes.SENTENCE]
    if not ours:
        said = _said(section)
        where = where or Section.SUBJECTIVE
        return [(after, NoteSentence(text=said, section=where))] if said and not section.get("entry") else []
    made = []
    for one in ours:
        found = _parts(one)
        sentence = NoteSentence(
            text=found.get("text", ""),
            section=where or Section.SUBJECTIVE,
            origin=found.get("origin", "human"),
            turns=_turns(one),
            heading=found.get("heading", ""),
            problem=found.get("problem", ""),
            start=found.get("start"),
            end=found.get("end"),
        )
        made.append((found["place"], sentence))
    return made


def _said(section: Json) -> str:
    """The plain text of a section and of those inside it."""
    own = _plain(section.get("text", {}).get("div", ""))
    return " ".join(filter(None, (own, *(_said(part) for part in section.get("section", ())))))


def _titles(part: Json) -> dict[str, str]:
    """The titles of the headings by code, those of the sections inside sections too."""
    found: dict[str, str] = {}
    for section in part.get("section", ()):
        code = _coding(section.get("code", {}), codes.HEADING).get("code")
        if code and "text" in section["code"]:
            found[code] = section["code"]["text"]
        found |= _titles(section)
    return found


def _plain(div: str) -> str:
    """The text of an XHTML narrative. Entities and tags of narratives only; no parser of foreign documents."""
    import html
    import re

    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", div)).split())


def _extension(resource: Json, url: str) -> Json:
    return next((one for one in resource.get("extension", ()) if one["url"] == url), {})


def _value(extension: Json) -> Any:
    return next((value for key, value in extension.items() if key.startswith("value")), None)


def _parts(extension: Json) -> dict[str, Any]:
    return {one["url"]: _value(one) for one in extension.get("extension", ())}


def _turns(extension: Json) -> tuple[int, ...]:
    return tuple(_value(one) for one in extension.get("extension", ()) if one["url"] == "turn")


def _coding(concept: Json, system: str) -> Json:
    return next((one for one in concept.get("coding", ()) if one.get("system") == system), {})
