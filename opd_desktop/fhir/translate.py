"""The FHIR port: R4 JSON of any concept by name, validated before anybody may keep it."""

import importlib
from collections.abc import Callable, Mapping
from typing import Any

from opd_desktop.domain.errors import BadInput
from opd_desktop.fhir import bundles, notes, people, visits, vitals
from opd_desktop.fhir.common import Json

#: kind -> translator. Kinds with a context take a pair (DTO, context).
_ONE: dict[str, Callable[[Any], Json]] = {
    "Patient": people.patient,
    "Practitioner": people.practitioner,
    "Organization": people.organization,
    "Location": people.location,
    "Appointment": visits.appointment,
    "Encounter": visits.encounter,
    "Bundle": bundles.bundle,
}
_IN_CONTEXT: dict[str, Callable[[Any, Mapping[str, Any]], Json | list[Json]]] = {
    "VitalSigns": vitals.observations,
    "Composition": notes.composition,
    "Condition": notes.condition,
    "ServiceRequest": notes.request,
    "MedicationRequest": notes.request,
}


def resource(kind: str, source: Any) -> Any:
    """The resource of ``kind`` made from a DTO; for ``VitalSigns`` a list of Observations.

    Args:
        source: the DTO or record; for ``VitalSigns``, ``Composition``, ``Condition``, ``ServiceRequest`` and
            ``MedicationRequest`` a pair of DTO and context (see the translator).

    Raises:
        BadInput: ``fhir.invalid`` if the result would not be valid FHIR.
    """
    made = _IN_CONTEXT[kind](*source) if kind in _IN_CONTEXT else _ONE[kind](source)
    for one in made if isinstance(made, list) else [made]:
        validate(one)
    return made


def validate(resource: Mapping[str, Any]) -> None:
    """Refuse what is not valid R4, by the R4B models of ``fhir.resources`` (same for what we write).

    Raises:
        BadInput: ``fhir.invalid`` with ``field`` and ``reason``, without the value at fault.
    """
    from pydantic import ValidationError

    kind = resource.get("resourceType", "")
    try:
        module = importlib.import_module(f"fhir.resources.R4B.{str(kind).lower()}")
        model = getattr(module, str(kind))
    except (ImportError, AttributeError):
        raise BadInput("fhir.invalid", field="resourceType", reason="unknown resource type") from None
    try:
        model.model_validate(resource)
    except ValidationError as wrong:
        first = wrong.errors(include_input=False)[0]
        field = ".".join(str(part) for part in first["loc"]) or str(kind)
        raise BadInput("fhir.invalid", field=field, reason=first["type"].replace("_", " ")) from None
