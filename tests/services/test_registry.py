"""The registry: the routes of the specification, types in and out, events, and the check of rights in front."""

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import BaseModel
from sqlalchemy import URL, create_engine

from opd_desktop.app import LazyFhir, LazyScribe
from opd_desktop.domain.errors import NotPermitted
from opd_desktop.domain.events import EVENTS, PatientRegistered, PatientUpdated
from opd_desktop.domain.permissions import ROLE_PERMISSIONS, Permission, Role
from opd_desktop.services import patients
from opd_desktop.services.actor import Actor
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Request
from opd_desktop.services.dto.patients import RegisterPatient
from opd_desktop.services.operations import Operation
from opd_desktop.services.ports import Ports
from opd_desktop.services.registry import all_operations
from opd_desktop.services.uow import Tx
from tests.support import build

#: The first specification's HTTP operations (docs and design), under /api/v1.
ROUTES = {
    "/scheduling/schedules": "POST GET",
    "/scheduling/schedules/{id}": "PATCH",
    "/scheduling/schedules/{id}/materialize": "POST",
    "/scheduling/slots": "GET",
    "/scheduling/appointments": "POST GET",
    "/scheduling/appointments/{id}": "GET PATCH",
    "/scheduling/appointments/{id}/check-in": "POST",
    "/scheduling/appointments/{id}/no-show": "POST",
    "/scheduling/appointments/{id}/complete": "POST",
    "/encounters": "POST GET",
    "/encounters/{id}": "GET PATCH",
    "/encounters/{id}/complete": "POST",
    "/prm/journeys": "POST GET",
    "/prm/journeys/{id}": "GET PATCH",
    "/prm/journeys/{id}/stages": "POST GET",
    "/prm/journey-instances": "POST GET",
    "/prm/journey-instances/{id}": "GET PATCH",
    "/prm/journey-instances/{id}/advance": "POST",
    "/prm/communications": "POST GET",
    "/prm/tickets": "POST GET",
    "/prm/tickets/{id}": "PATCH",
    "/scribe/draft-note": "POST",
    "/scribe/validate-note": "POST",
}
OPERATIONS = all_operations()
each = pytest.mark.parametrize("operation", OPERATIONS, ids=[one.name for one in OPERATIONS])


def test_the_routes_are_those_of_the_specification_exactly() -> None:
    wanted = sorted(f"{method} /api/v1{path}" for path, methods in ROUTES.items() for method in methods.split())
    assert len(wanted) == 35
    assert sorted(one.route for one in OPERATIONS if one.route) == wanted


@each
def test_an_operation_is_typed_in_and_out(operation: Operation[Any, Any]) -> None:
    assert issubclass(operation.request, Request)
    assert operation.request.model_config.get("frozen")
    assert operation.request.model_config.get("extra") == "forbid"
    untyped = [name for name, field in operation.request.model_fields.items() if field.annotation in (Any, None)]
    assert untyped == []
    assert operation.response is not Any
    described = operation.describe()
    assert described["response"]
    assert described["summary"].endswith(".")


@each
def test_an_operation_emits_named_events_only(operation: Operation[Any, Any]) -> None:
    assert [kind for kind in operation.emits if EVENTS.get(kind.name) is not kind] == []


@each
def test_a_right_that_is_asked_for_is_held_by_somebody(operation: Operation[Any, Any]) -> None:
    if operation.needs is not None:
        assert [role for role in Role if operation.needs in ROLE_PERMISSIONS[role]]


@each
def test_who_lacks_the_right_is_refused_before_anything_is_read(operation: Operation[Any, Any]) -> None:
    """The engine leads nowhere: reaching for it would be another error."""
    engine = create_engine("postgresql+psycopg://nobody@127.0.0.1:1/nowhere")
    held = frozenset(Permission) - {operation.needs}
    actor = Actor(
        login="x", staff_id=None, display_name="X", role=Role.RECEPTION, permissions=held, facility_ids=()
    )  # fmt: skip
    clinic = Clinic(engine, actor, Ports(scribe=LazyScribe(), fhir=LazyFhir()))
    if operation.needs is None:
        assert actor.may(operation.needs)
        return
    with pytest.raises(NotPermitted) as refused:
        clinic.call(operation, operation.request.model_construct())
    assert refused.value.code == "permission.missing"
    assert refused.value.params == {
        "operation": operation.name,
        "needs": operation.needs.value,
        "role": "reception",
    }
    clinic.close()


def test_models_of_results_are_frozen() -> None:
    seen: set[type[BaseModel]] = set()

    def visit(annotation: Any) -> None:
        if isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if annotation in seen:
                return
            seen.add(annotation)
            for field in annotation.model_fields.values():
                visit(field.annotation)
        for inner in getattr(annotation, "__args__", ()):
            visit(inner)

    for operation in OPERATIONS:
        visit(operation.response)
    assert len(seen) > 40
    assert [model.__name__ for model in seen if not model.model_config.get("frozen")] == []


def test_an_event_that_is_not_declared_undoes_the_operation(database: URL, sign_in: Callable[..., Clinic]) -> None:
    def run(tx: Tx, actor: Actor, request: RegisterPatient) -> Any:
        made = patients.register.run(tx, actor, request)
        tx.record(PatientUpdated(id=made.id))
        return made

    careless = dataclasses.replace(patients.register, run=run)
    assert careless.emits == (PatientRegistered,)
    with pytest.raises(RuntimeError, match="PatientUpdated without declaring it"):
        sign_in("reception").call(careless, RegisterPatient(name="Meena Patil", facility_id=build.CITY))
    assert build.rows(database, "SELECT id FROM patient") == []
    assert build.rows(database, "SELECT id FROM outbox_event") == []
