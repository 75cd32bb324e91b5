"""Bundles: a visit as a document, a patient's record as a collection."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from opd_desktop.domain import fhir_codes as codes
from opd_desktop.fhir.common import Json, coding, instant, narrative


def bundle(source: Mapping[str, Any]) -> Json:
    """A Bundle whose entries refer to one another by ``urn:uuid:``.

    What a Composition contains becomes entries of its own. In a document the Observations are linked to it, in a
    section "Vital signs", since a document holds what its Composition reaches.

    Args:
        source: ``type`` (``document``, whose first resource is a Composition, or ``collection``), ``id`` (of the
            bundle), ``at``, ``resources``.
    """
    resources = _lifted(source["resources"])
    if source["type"] == "document":
        resources[0] = _with_vitals(resources[0], resources)
    known = {f"{one['resourceType']}/{one['id']}": f"urn:uuid:{one['id']}" for one in resources}
    made: Json = {
        "resourceType": "Bundle",
        "id": str(source["id"]),
        "type": source["type"],
        "timestamp": instant(source["at"]),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": _linked(one, known)} for one in resources],
    }
    if source["type"] == "document":
        made["identifier"] = {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{source['id']}"}
    return made


def _lifted(resources: list[Json]) -> list[Json]:
    """Contained resources as entries; one that is there by itself already is kept once."""
    made: dict[str, Json] = {}
    for one in resources:
        inner = {part["id"]: part for part in one.get("contained", ())}
        visit = one.get("encounter", {}).get("reference", one["id"]).rpartition("/")[2]
        ids = {key: str(codes.resource_id(UUID(visit), key)) for key in inner}
        outer = {name: value for name, value in one.items() if name != "contained"}
        local = {f"#{key}": f"{inner[key]['resourceType']}/{new}" for key, new in ids.items()}
        made.setdefault(one["id"], _linked(outer, local))
        for key, part in inner.items():
            made.setdefault(ids[key], part | {"id": ids[key]})
    return list(made.values())


def _linked(value: Any, targets: Mapping[str, str]) -> Any:
    """The same JSON with its references replaced where the target is known."""
    if isinstance(value, dict):
        return {
            name: targets.get(inner, inner)
            if name == "reference" and isinstance(inner, str)
            else _linked(inner, targets)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_linked(inner, targets) for inner in value]
    return value


def _with_vitals(composition: Json, resources: list[Json]) -> Json:
    taken = [one for one in resources if one["resourceType"] == "Observation"]
    if not taken:
        return composition
    names = [one["code"]["coding"][0].get("display", "") for one in taken]
    section = {
        "title": "Vital signs",
        "code": {"coding": [coding(codes.LOINC, "8716-3", "Vital signs")]},
        "text": narrative((), names) or narrative(["–"]),
        "entry": [{"reference": f"Observation/{one['id']}"} for one in taken],
    }
    return composition | {"section": [*composition.get("section", []), section]}
