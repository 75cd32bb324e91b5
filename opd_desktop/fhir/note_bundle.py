"""A drafted note as a FHIR R4 document: Composition with sections, problems, orders and where each came from.

Everything is a proposal: conditions are provisional, requests are drafts, the composition is preliminary. Ids are
derived from the content and there is no clock, so the same draft gives the same document byte for byte.
"""

from __future__ import annotations

import html
import json
import uuid
from datetime import UTC, datetime
from typing import Any

from opd_desktop import shipped_templates
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import (
    Draft,
    DraftSentence,
    Order,
    OrderStatus,
    OrderType,
    Problem,
    Section,
    Transcript,
    stretches,
)
from opd_desktop.domain.note_template import GENERAL, NoteTemplate
from opd_desktop.fhir import note_sections, note_vitals

_NAMESPACE = uuid.UUID("6b0c3f1e-6d0a-5f2b-9f0e-0d6f1f2a7c55")
SPAN = "urn:opd-desk:fhir:transcript-span"
"""Extension on Provenance.entity: turn numbers, what a model reworded, and seconds from the start of a recording:
`start` and `end` of a sentence's evidence as a whole, `heard` each stretch of it."""

_LOINC = "http://loinc.org"
_ICD10 = "http://hl7.org/fhir/sid/icd-10-cm"
_SNOMED = "http://snomed.info/sct"
_ABSENT = {
    "extension": [
        {"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": "unknown"},
    ]
}
_SECTION_CODES = {
    Section.SUBJECTIVE: ("61150-9", "Subjective Narrative"),
    Section.OBJECTIVE: ("61149-1", "Objective Narrative"),
    Section.ASSESSMENT: ("51848-0", "Evaluation note"),
    Section.PLAN: ("18776-5", "Plan of care note"),
}
_CATEGORY = {
    OrderType.LAB: ("108252007", "Laboratory procedure"),
    OrderType.IMAGING: ("363679005", "Imaging"),
    OrderType.FOLLOWUP: ("390906007", "Follow-up encounter"),
}


def note_bundle(
    draft: Draft,
    *,
    encounter: str | None = None,
    patient: str | None = None,
    at: datetime | None = None,
    template: NoteTemplate | None = None,
    transcript: Transcript | None = None,
) -> dict[str, Any]:
    """The document Bundle of a draft, validated as FHIR R4B, as JSON-ready data.

    Args:
        encounter: reference of the visit ("Encounter/..."); without one a placeholder travels in the bundle.
        patient: reference of the patient; without one a placeholder without identity travels along.
        at: when the visit was, timezone-aware. Without it times are marked "unknown", never invented; a document that
            leaves the house needs one (invariant bdl-10).
        template: the one that the draft was made with; its headings become sections inside those of the SOAP note.
        transcript: what the draft was made of; its turns' times say where in the recording the evidence is heard.

    Raises:
        BadInput: `fhir.invalid` when the result would not be valid FHIR.
    """
    maker = _Maker(draft, encounter, patient, at, template, transcript)
    bundle = maker.bundle()
    return _validated(bundle)


_Sourced = tuple[str, dict[str, Any], tuple[int, ...]]
"""A resource with the key of its entry and the turns that it comes from."""


class _Maker:
    def __init__(
        self,
        draft: Draft,
        encounter: str | None,
        patient: str | None,
        at: datetime | None,
        template: NoteTemplate | None,
        transcript: Transcript | None,
    ) -> None:
        self._draft = draft
        self._turns = {turn.id: turn for turn in transcript.turns} if transcript else {}
        self._template = template
        self._seed = f"{draft.run_card.model_dump_json()}|{draft.note}|{encounter}|{patient}|{at}"
        self._time = at.astimezone(UTC).isoformat() if at else None
        self._entries: list[dict[str, Any]] = []
        self._patient = patient or self._urn("patient")
        self._encounter = encounter or self._urn("encounter")
        self._device = self._urn("device")
        self._placeholder_patient = patient is None
        self._placeholder_encounter = encounter is None

    def bundle(self) -> dict[str, Any]:
        conditions = [self._condition(number, p) for number, p in enumerate(self._draft.problems, start=1)]
        orders = [
            self._request(number, order)
            for number, order in enumerate(self._draft.orders, start=1)
            if order.status is not OrderStatus.DECLINED
        ]
        signs = [
            self._observation(number, sign, turns)
            for number, (sign, turns) in enumerate(note_vitals.observations(self._draft.sentences), start=1)
        ]
        composition = self._composition(signs, conditions, orders)
        entries = [self._entry("composition", composition)]
        if self._placeholder_patient:
            entries.append(self._entry("patient", {"resourceType": "Patient"}))
        if self._placeholder_encounter:
            entries.append(self._entry("encounter", self._encounter_resource()))
        entries.append(self._entry("device", self._device_resource()))
        if self._draft.run_card.llm:
            entries.append(self._entry("language-model", self._model_resource()))
        entries += [self._entry(key, resource) for key, resource, _ in (*signs, *conditions, *orders)]
        entries.append(self._entry("provenance-note", self._provenance_of_note()))
        entries += [
            self._entry(f"provenance-{key}", self._provenance(key, turns))
            for key, _, turns in (*signs, *conditions, *orders)
        ]
        bundle: dict[str, Any] = {
            "resourceType": "Bundle",
            "identifier": {"system": "urn:ietf:rfc:3986", "value": self._urn("document")},
            "type": "document",
            "entry": entries,
        }
        return self._stamped(bundle, "timestamp")

    def _urn(self, key: str) -> str:
        return f"urn:uuid:{uuid.uuid5(_NAMESPACE, f'{self._seed}|{key}')}"

    def _entry(self, key: str, resource: dict[str, Any]) -> dict[str, Any]:
        full_url = self._urn(key)
        return {"fullUrl": full_url, "resource": {**resource, "id": full_url.removeprefix("urn:uuid:")}}

    def _stamped(self, resource: dict[str, Any], field: str) -> dict[str, Any]:
        return {**resource, field: self._time} if self._time else {**resource, f"_{field}": _ABSENT}

    def _composition(self, signs: list[_Sourced], conditions: list[_Sourced], orders: list[_Sourced]) -> dict[str, Any]:
        linked = {Section.OBJECTIVE: signs, Section.ASSESSMENT: conditions, Section.PLAN: orders}
        composition = {
            "resourceType": "Composition",
            "status": "preliminary",
            "type": {"coding": [{"system": _LOINC, "code": "11506-3", "display": "Progress note"}]},
            "subject": {"reference": self._patient},
            "encounter": {"reference": self._encounter},
            "author": [{"reference": self._device}],
            "title": "Draft visit note",
            "section": [self._section(section, linked.get(section, [])) for section in Section],
        }
        if self._template:
            composition["language"] = self._template.language
        return self._stamped(composition, "date")

    def _section(self, section: Section, linked: list[_Sourced]) -> dict[str, Any]:
        """One part of the note. It needs a text, an entry or parts also where nothing was said (invariant cmp-1), and a
        text that tells its entries (http://hl7.org/fhir/R4/composition.html)."""
        code, display = _SECTION_CODES[section]
        text, parts = self._draft.sections.get(section, ""), self._parts(section)
        row: dict[str, Any] = {
            "title": section.value.capitalize(),
            "code": {"coding": [{"system": _LOINC, "code": code, "display": display}]},
        }
        if parts:
            row["section"] = parts
        else:
            told = text or "\n".join(_told(resource) for _, resource, _ in linked) or "–"
            row["text"] = {"status": "generated", "div": _div(told)}
        if linked:
            row["entry"] = [{"reference": self._urn(key)} for key, *_ in linked]
        elif not text and not parts:
            row["emptyReason"] = _concept("list-empty-reason", "notasked")
        return row

    def _parts(self, section: Section) -> list[dict[str, Any]]:
        """The headings inside a section, if there is a template."""
        if self._template is None:
            return []
        titles = {code.value: title for code, title in shipped_templates.titles(self._template.language).items()}
        titles |= {one.code.value: one.title for one in self._template.headings}
        found = [one for one in self._draft.sentences if one.section is section]
        named = [
            one if one.heading or one.problem else one.model_copy(update={"heading": GENERAL[section].value})
            for one in found
        ]
        return note_sections.by_problem(named, titles)

    def _encounter_resource(self) -> dict[str, Any]:
        return {
            "resourceType": "Encounter",
            "status": "in-progress",
            "class": {
                "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode",
                "code": "AMB",
                "display": "ambulatory",
            },
            "subject": {"reference": self._patient},
        }

    def _device_resource(self) -> dict[str, Any]:
        card = self._draft.run_card
        versions = [
            {"type": {"text": kind}, "value": value}
            for kind, value in (
                ("rules", card.rules),
                ("speech model", card.whisper),
                ("terminology", card.codes),
                ("note template", f"{card.template} ({card.language})" if card.template else ""),
                *(("learned rule", one) for one in card.learned),
            )
            if value
        ]
        device: dict[str, Any] = {
            "resourceType": "Device",
            "deviceName": [{"name": "OPD Desk scribe", "type": "user-friendly-name"}],
        }
        return {**device, "version": versions} if versions else device

    def _model_resource(self) -> dict[str, Any]:
        """The language model that reworded: which weights, which runtime, which prompt, which settings."""
        card = self._draft.run_card
        rows = (("language model", card.llm), ("sha-256", card.llm_digest), ("runtime", card.llm_runtime))
        versions = [
            {"type": {"text": kind}, "value": value} for kind, value in (*rows, ("prompt", card.prompt)) if value
        ]
        settings = [
            {"type": {"text": name}, "valueCode": [{"text": str(value)}]}
            for name, value in sorted(card.settings.items())
        ]
        device: dict[str, Any] = {
            "resourceType": "Device",
            "deviceName": [{"name": card.llm, "type": "user-friendly-name"}],
            "version": versions,
        }
        return {**device, "property": settings} if settings else device

    def _observation(self, number: int, sign: dict[str, Any], turns: tuple[int, ...]) -> _Sourced:
        of = {"subject": {"reference": self._patient}, "encounter": {"reference": self._encounter}}
        return f"observation-{number}", self._stamped({**sign, **of}, "effectiveDateTime"), turns

    def _condition(self, number: int, problem: Problem) -> _Sourced:
        coding = []
        if problem.icd10:
            coding.append({"system": _ICD10, "code": problem.icd10, "display": problem.icd10_display or problem.text})
        if problem.snomed:
            coding.append(
                {"system": _SNOMED, "code": problem.snomed, "display": problem.snomed_display or problem.text}
            )
        code: dict[str, Any] = {"text": problem.text}
        once = problem.text.startswith("history of ")
        if coding:
            code["coding"] = coding
        resource = {
            "resourceType": "Condition",
            "verificationStatus": _concept(
                "condition-ver-status", "unconfirmed" if problem.certainty == "suspected" else "provisional"
            ),
            "clinicalStatus": _concept("condition-clinical", "resolved" if once else "active"),
            "category": [_concept("condition-category", "problem-list-item" if once else "encounter-diagnosis")],
            "code": code,
            "subject": {"reference": self._patient},
            "encounter": {"reference": self._encounter},
            "note": [{"text": f"confidence {problem.confidence:.2f}; {problem.why}"}],
        }
        return f"condition-{number}", resource, problem.turns

    def _request(self, number: int, order: Order) -> _Sourced:
        medication = order.order_type is OrderType.MEDICATION
        if medication and order.status is OrderStatus.ALREADY_TAKING:
            return f"order-{number}", self._statement(order), order.turns
        resource: dict[str, Any] = {
            "resourceType": "MedicationRequest" if medication else "ServiceRequest",
            "status": "draft",
            "intent": "proposal",
            "subject": {"reference": self._patient},
            "encounter": {"reference": self._encounter},
            "note": [{"text": f"as said: {order.status.value.replace('_', ' ')}"}],
        }
        if order.reason:
            resource["reasonCode"] = [{"text": order.reason}]
        if medication:
            # A drug that is to be stopped must never read as one that is to be given.
            resource |= {"doNotPerform": True} if order.stops else {}
            resource["medicationCodeableConcept"] = {"text": order.stops or order.description}
            return f"order-{number}", resource, order.turns
        resource["code"] = {"text": order.description}
        code, display = _CATEGORY[order.order_type]
        resource["category"] = [{"coding": [{"system": _SNOMED, "code": code, "display": display}]}]
        return f"order-{number}", resource, order.turns

    def _statement(self, order: Order) -> dict[str, Any]:
        return {
            "resourceType": "MedicationStatement",
            "status": "active",
            "medicationCodeableConcept": {"text": order.description},
            "subject": {"reference": self._patient},
            "context": {"reference": self._encounter},
        }

    def _provenance(self, key: str, turns: tuple[int, ...]) -> dict[str, Any]:
        return self._derived(self._urn(key), [self._source(*([self._span(turns)] if turns else []))])

    def _provenance_of_note(self) -> dict[str, Any]:
        spans = [self._sentence_span(sentence) for sentence in self._draft.sentences]
        made = self._derived(self._urn("composition"), [self._source(*spans)])
        if self._draft.run_card.llm:
            model = {"type": {"text": "rewording"}, "who": {"reference": self._urn("language-model")}}
            made["agent"] = [*made["agent"], model]
        return made

    def _source(self, *spans: dict[str, Any]) -> dict[str, Any]:
        digest = self._draft.run_card.input_sha256
        what = {"display": "transcript", "identifier": {"system": "urn:opd-desk:transcript-sha256", "value": digest}}
        source: dict[str, Any] = {"role": "source", "what": what if digest else {"display": "transcript"}}
        return {**source, "extension": list(spans)} if spans else source

    def _span(self, turns: tuple[int, ...]) -> dict[str, Any]:
        numbers: list[dict[str, Any]] = [{"url": "turn", "valueInteger": turn} for turn in turns]
        found = (self._turns[turn] for turn in turns if turn in self._turns)
        return {"url": SPAN, "extension": [*numbers, *map(_heard, stretches(found))]}

    def _sentence_span(self, sentence: DraftSentence) -> dict[str, Any]:
        span = self._span(sentence.turns)
        extra: list[dict[str, Any]] = [{"url": "sentence", "valueString": sentence.id}]
        if sentence.extracted is not None:
            extra.append({"url": "reworded", "valueBoolean": True})
        if sentence.start is not None:
            extra.append({"url": "start", "valueDecimal": sentence.start})
        if sentence.end is not None:
            extra.append({"url": "end", "valueDecimal": sentence.end})
        return {**span, "extension": [*extra, *span["extension"]]}

    def _derived(self, target: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
        provenance = {
            "resourceType": "Provenance",
            "target": [{"reference": target}],
            "agent": [{"who": {"reference": self._device}}],
            "entity": entities,
        }
        return self._stamped(provenance, "recorded")


def _heard(stretch: tuple[float, float]) -> dict[str, Any]:
    seconds = [{"url": name, "valueDecimal": value} for name, value in zip(("start", "end"), stretch, strict=True)]
    return {"url": "heard", "extension": seconds}


def _told(resource: dict[str, Any]) -> str:
    """What a problem or an order is about, in words."""
    told: str = (resource.get("code") or resource["medicationCodeableConcept"]).get("text", "")
    return f"stop {told}" if resource.get("doNotPerform") else told


def _concept(system: str, code: str) -> dict[str, Any]:
    return {"coding": [{"system": f"http://terminology.hl7.org/CodeSystem/{system}", "code": code}]}


def _div(text: str) -> str:
    lines = "<br/>".join(html.escape(line, quote=False) for line in text.splitlines())
    return f'<div xmlns="http://www.w3.org/1999/xhtml">{lines}</div>'


def _validated(bundle: dict[str, Any]) -> dict[str, Any]:
    from fhir.resources.R4B.bundle import Bundle
    from pydantic import ValidationError

    try:
        checked = Bundle.model_validate(bundle)
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(
            "fhir.invalid", field=".".join(str(part) for part in first["loc"]), reason=first["msg"]
        ) from error
    plain: dict[str, Any] = json.loads(checked.model_dump_json())
    return plain
