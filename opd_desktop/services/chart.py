"""What is known of a patient, for the doctor: problems, medicines, allergies, last visits."""

from opd_desktop.db.models import Patient
from opd_desktop.domain import fhir_read
from opd_desktop.domain.note import OrderStatus, OrderType, Problem
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import clinical
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.encounters import Chart, ChartRequest, ChartVisit
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_VISITS = """
SELECT e.id AS encounter_id, coalesce(e.period_start, e.created_at) AS at, d.display_name AS practitioner_name,
    coalesce(nullif(q.reason, ''), a.reason, '') AS reason, c.content
FROM encounter e
JOIN practitioner d ON d.id = e.practitioner_id
LEFT JOIN appointment a ON a.id = e.appointment_id
LEFT JOIN queue_entry q ON q.id = e.queue_entry_id
LEFT JOIN fhir_resource c ON c.encounter_id = e.id AND c.resource_type = 'Composition' AND c.is_current
WHERE e.patient_id = :patient AND e.status IN ('finished', 'in-progress')
ORDER BY at DESC LIMIT :visits
"""
_ALLERGIES = """
SELECT content FROM fhir_resource
WHERE patient_id = :patient AND resource_type = 'AllergyIntolerance' AND is_current ORDER BY last_updated DESC
"""
#: A medicine or a problem that no visit of this many mentions is not listed any more.
_LOOK_BACK = 12
_TAKEN = (OrderStatus.ORDERED, OrderStatus.ALREADY_TAKING)


@operation("chart.read", needs=Permission.NOTE_READ)
def read(tx: Tx, actor: Actor, request: ChartRequest) -> Chart:
    """Problems, medicines (each once) and vitals of the last visits, newest first; allergies; the visits.

    Raises:
        NotFound: ``patient.not_found``.
    """
    del actor
    tx.get(Patient, request.patient_id)
    problems: dict[str, Problem] = {}
    medicines: dict[str, None] = {}
    stopped: set[str] = set()
    visits = []
    for row in tx.rows(_VISITS, patient=request.patient_id, visits=_LOOK_BACK):
        fields = fhir_read.note_fields(row["content"] or {})
        for problem in fields["problems"]:
            problems.setdefault(problem.icd10 or problem.text.casefold(), problem)
        taken = [one for one in fields["orders"] if one.order_type is OrderType.MEDICATION and one.status in _TAKEN]
        stopped |= {one.stops.casefold() for one in taken if one.stops}
        for order in taken:
            if not order.stops and not any(name in order.description.casefold() for name in stopped):
                medicines.setdefault(order.description)
        visits.append(
            ChartVisit(
                encounter_id=row["encounter_id"],
                at=row["at"],
                practitioner_name=row["practitioner_name"],
                reason=row["reason"],
                problems=tuple(problem.text for problem in fields["problems"]),
            )
        )
    allergies = tuple(
        row["content"].get("code", {}).get("text", "") for row in tx.rows(_ALLERGIES, patient=request.patient_id)
    )
    return Chart(
        patient_id=request.patient_id,
        allergies=tuple(text for text in allergies if text),
        problems=tuple(problems.values()),
        medications=tuple(medicines),
        vitals=clinical.vitals_of_patient(tx, request.patient_id, _LOOK_BACK),
        visits=tuple(visits),
    )
