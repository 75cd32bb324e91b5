"""What follows a booking: which messages will go out when, and how they reach the patient."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from opd_desktop.domain.ids import uuid7
from opd_desktop.services.defaults import shipped_journeys
from opd_desktop.services.dto.journeys import JourneyDto, StageDto
from opd_desktop.services.dto.patients import Consent, PatientDto
from opd_desktop.ui.calendar.panels.then import coming_messages, reached_by

NOW = datetime(2026, 11, 24, 6, 0, tzinfo=UTC)
ZONE = "Asia/Kolkata"


def definitions() -> tuple[JourneyDto, ...]:
    """The shipped journeys, as the desk reads them."""
    return tuple(
        JourneyDto(
            id=uuid7(), status="published", row_version=1,
            stages=tuple(
                StageDto(id=uuid7(), key=stage["key"], name=stage["name"], position=place, spec=stage["spec"])
                for place, stage in enumerate(one["stages"])
            ),
            **{name: one[name] for name in ("key", "version", "name", "description", "trigger")},
        )
        for one in shipped_journeys()
    )  # fmt: skip


def patient(**more: Any) -> PatientDto:
    fields = {
        "id": uuid7(), "mrn": "1", "name": "Meena Patil", "sex": "female", "birth_date": None,
        "birth_date_estimated": False, "age_years": None, "phone": "+919812345678", "email": "", "address": "",
        "language": "en", "preferred_channel": "sms", "usual_practitioner_id": None, "row_version": 1,
    }  # fmt: skip
    return PatientDto.model_validate(fields | more)


def test_a_confirmation_at_once_and_a_reminder_before() -> None:
    visit = NOW + timedelta(days=3)
    found = coming_messages(definitions(), visit, ZONE, NOW)
    assert [one.due for one in found] == sorted(one.due for one in found)
    assert found[0].due == NOW
    assert all(NOW <= one.due < visit for one in found)
    assert len(found) >= 2


def test_a_reminder_whose_time_has_passed_is_not_promised() -> None:
    soon = coming_messages(definitions(), NOW + timedelta(minutes=20), ZONE, NOW)
    assert [one.due for one in soon] == [NOW] * len(soon)
    assert len(soon) < len(coming_messages(definitions(), NOW + timedelta(days=3), ZONE, NOW))


def test_without_a_journey_nothing_is_promised() -> None:
    by_hand = tuple(one for one in definitions() if not one.trigger)
    assert by_hand
    assert coming_messages(by_hand, NOW + timedelta(days=3), ZONE, NOW) == ()


@pytest.mark.parametrize(
    ("consents", "more", "channel"),
    [
        ((), {}, "desk"),
        ((("sms", True),), {}, "sms"),
        ((("any", True),), {}, "sms"),
        ((("any", True), ("sms", False)), {}, "desk"),
        ((("any", True),), {"preferred_channel": "email"}, "desk"),
        ((("any", True),), {"preferred_channel": "email", "email": "m@example.org"}, "email"),
        ((("any", False),), {}, ""),
        ((("any", False), ("sms", True)), {}, "sms"),
    ],
)
def test_how_messages_reach_a_patient(
    consents: tuple[tuple[str, bool], ...], more: dict[str, Any], channel: str
) -> None:
    given = tuple(Consent(purpose="messages", channel=name, granted=granted) for name, granted in consents)
    assert reached_by(patient(consents=given, **more)) == channel
