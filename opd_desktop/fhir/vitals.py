"""Vital signs as FHIR Observations."""

from collections.abc import Mapping
from typing import Any

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.fhir_codes import Measurement
from opd_desktop.fhir.common import Json, clean, coding, hl7_concept, instant, ref, without_empty
from opd_desktop.services.dto.encounters import Vitals


def observations(vitals: Vitals, context: Mapping[str, Any]) -> list[Json]:
    """One Observation for each thing measured (blood pressure is one, with two components), and the BMI.

    Args:
        context: ``patient_id``, ``encounter_id``; ``at`` (the time when ``taken_at`` is None); optionally
            ``previous``, the `Vitals` that these replace: what was measured then and is gone now is retracted
            (status ``entered-in-error``), so that the newest versions say exactly what ``vitals`` says.
    """
    maker = _Maker(vitals, context)
    made = maker.measured()
    previous = context.get("previous")
    if previous is not None:
        kept = {one["id"] for one in made}
        before = _Maker(previous, context).measured()
        made += [_retracted(one) for one in before if one["id"] not in kept]
    return made


class _Maker:
    def __init__(self, vitals: Vitals, context: Mapping[str, Any]) -> None:
        self._vitals = vitals
        self._context = context

    def measured(self) -> list[Json]:
        made = []
        for one in codes.MEASUREMENTS:
            value = getattr(self._vitals, one.field)
            if value is not None:
                made.append(self._observation(one, {"valueQuantity": _quantity(value, one.unit)}))
        if parts := self._pressure():
            made.insert(1, self._observation(codes.PRESSURE, {"component": parts}))
        if self._vitals.bmi is not None:
            sources = [ref("Observation", self._id(code)) for code in ("29463-7", "8302-2")]
            value = _quantity(self._vitals.bmi, codes.BMI.unit)
            made.append(self._observation(codes.BMI, {"valueQuantity": value, "derivedFrom": sources}))
        return made

    def _id(self, code: str) -> Any:
        return codes.resource_id(self._context["encounter_id"], code)

    def _pressure(self) -> list[Json]:
        return [
            {"code": _code(part), "valueQuantity": _quantity(value, part.unit)}
            for part in codes.PRESSURE_PARTS
            if (value := getattr(self._vitals, part.field)) is not None
        ]

    def _observation(self, what: Measurement, value: Json) -> Json:
        taken_by = clean(self._vitals.taken_by)
        return (
            without_empty(
                {
                    "resourceType": "Observation",
                    "id": str(self._id(what.code)),
                    "status": "final",
                    "category": [hl7_concept("observation-category", "vital-signs", "Vital Signs")],
                    "code": _code(what),
                    "subject": ref("Patient", self._context["patient_id"]),
                    "encounter": ref("Encounter", self._context["encounter_id"]),
                    "effectiveDateTime": instant(self._vitals.taken_at or self._context.get("at")),
                    "performer": [{"display": taken_by}] if taken_by else [],
                }
            )
            | value
        )


def _retracted(observation: Json) -> Json:
    kept = {name: value for name, value in observation.items() if name not in ("valueQuantity", "component")}
    return kept | {"status": "entered-in-error", "dataAbsentReason": hl7_concept("data-absent-reason", "unknown")}


def _code(what: Measurement) -> Json:
    return {"coding": [coding(codes.LOINC, what.code, what.display)]}


def _quantity(value: float, unit: str) -> Json:
    return {"value": value, "unit": unit, "system": codes.UCUM, "code": unit}
