"""The vital signs of a drafted note as Observations, in the units that were said.

A unit is given where it was said or where only one is possible: a heart rate has one, and no body is at 98.6 degrees
Celsius. A weight or a height without a unit stays a bare number.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.fhir_codes import Measurement
from opd_desktop.domain.note import DraftSentence
from opd_desktop.domain.note_template import Heading
from opd_desktop.fhir.common import coding, hl7_concept

_SIGNS = {one.field: one for one in codes.MEASUREMENTS}
_NAMED = {
    "Temperature": _SIGNS["temperature"],
    "Respiratory rate": _SIGNS["respiratory_rate"],
    "Heart rate": _SIGNS["pulse"],
    "Oxygen saturation": _SIGNS["spo2"],
    "Weight": _SIGNS["weight"],
    "Height": _SIGNS["height"],
    "BMI": codes.BMI,
}
_SEVERAL = frozenset({"Temperature", "Weight", "Height"})
"""Signs that are told in more than one unit."""
_UNITS = {
    **dict.fromkeys(("pounds", "pound", "lbs", "lb"), "[lb_av]"),
    **dict.fromkeys(("celsius", "c"), "Cel"),
    **dict.fromkeys(("fahrenheit", "f"), "[degF]"),
    **{unit: unit for unit in ("kg", "cm", "%")},
}
_WARMTH = ((25.0, 45.0, "Cel"), (77.0, 113.0, "[degF]"))
"""What a body can be, in either unit: lowest, highest."""
_SIGN = re.compile(rf"(?P<name>Blood pressure|{'|'.join(_NAMED)}) (?P<value>\d+(?:\.\d+)?(?:/\d+)?)(?P<unit>\D.*)?")


def observations(sentences: Iterable[DraftSentence]) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    """Each vital sign that a sentence of its own tells, with the turns that say it; whose and when is the caller's."""
    for sentence in sentences:
        said = _SIGN.fullmatch(sentence.text.strip()) if sentence.heading == Heading.VITALS.value else None
        measured = _measured(said) if said else None
        if measured:
            yield measured, sentence.turns


def _measured(said: re.Match[str]) -> dict[str, Any] | None:
    name, value = said["name"], said["value"]
    unit = re.sub(r"\bdegrees?\b", "", said["unit"] or "").strip(" .").lower()
    if ("/" in value) != (name == "Blood pressure"):
        return None
    if name == "Blood pressure":
        parts = zip(codes.PRESSURE_PARTS, value.split("/"), strict=True)
        return {**_basis(codes.PRESSURE), "component": [_valued(one, number) for one, number in parts]}
    sign = _NAMED[name]
    if unit and unit not in _UNITS:
        return {**_basis(sign), "valueString": f"{value} {unit}"}
    return {**_basis(sign), "valueQuantity": _quantity(value, _UNITS.get(unit) or _only_unit(name, value))}


def _only_unit(name: str, value: str) -> str:
    """The unit of a sign of which none was said, where no other is possible; else ""."""
    if name == "Temperature":
        return next((unit for low, high, unit in _WARMTH if low <= float(value) <= high), "")
    return "" if name in _SEVERAL else _NAMED[name].unit


def _basis(sign: Measurement) -> dict[str, Any]:
    return {
        "resourceType": "Observation",
        "status": "preliminary",
        "category": [hl7_concept("observation-category", "vital-signs", "Vital Signs")],
        "code": _code(sign),
    }


def _valued(sign: Measurement, value: str) -> dict[str, Any]:
    return {"code": _code(sign), "valueQuantity": _quantity(value, sign.unit)}


def _code(sign: Measurement) -> dict[str, Any]:
    return {"coding": [coding(codes.LOINC, sign.code, sign.display)]}


def _quantity(value: str, unit: str) -> dict[str, Any]:
    number = float(value)
    plain: dict[str, Any] = {"value": int(number) if number.is_integer() else number}
    return {**plain, "unit": unit, "system": codes.UCUM, "code": unit} if unit else plain
