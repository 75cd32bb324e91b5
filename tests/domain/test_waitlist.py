"""Who could take a freed place, and whom to call first."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.waitlist import FreePlace, Wish, first_to_call, reasons

KOLKATA = ZoneInfo("Asia/Kolkata")
OWN, OTHER = UUID(int=1), UUID(int=2)
#: A Wednesday, 09:30 to 09:45 in Kolkata.
START = datetime(2026, 6, 3, 4, 0, tzinfo=UTC)
PLACE = FreePlace(OWN, "Cardiology", START, START + timedelta(minutes=15), KOLKATA)


def wish(**more: object) -> Wish:
    fields: dict[str, object] = {
        "practitioner_id": OWN, "start": START - timedelta(days=1), "end": START + timedelta(days=1),
        "since": START - timedelta(days=9),
    }  # fmt: skip
    return Wish(**(fields | more))  # type: ignore[arg-type]


def test_the_codes_say_why() -> None:
    assert reasons(wish(), PLACE) == ("own_doctor",)
    assert reasons(wish(urgency=2, weekdays=frozenset({2}), to_time=time(12)), PLACE) == (
        "urgent", "own_doctor", "weekday", "hours",
    )  # fmt: skip
    assert reasons(wish(practitioner_id=OTHER, any_practitioner=True, urgency=1), PLACE) == ("soon", "any_doctor")
    assert reasons(wish(practitioner_id=OTHER, any_practitioner=True, specialty="Cardiology"), PLACE) == ("specialty",)


def test_what_does_not_fit() -> None:
    for more in (
        {"practitioner_id": OTHER},
        {"practitioner_id": OTHER, "specialty": "Cardiology"},
        {"practitioner_id": OTHER, "any_practitioner": True, "specialty": "Dermatology"},
        {"start": START + timedelta(minutes=1)},
        {"end": START + timedelta(minutes=14)},
        {"weekdays": frozenset({0, 1, 3, 4, 5, 6})},
        {"from_time": time(9, 31)},
        {"to_time": time(9, 44)},
    ):
        assert reasons(wish(**more), PLACE) is None, more
    assert reasons(wish(from_time=time(9, 30), to_time=time(9, 45)), PLACE) is not None


def test_a_place_over_midnight_is_not_before_an_hour() -> None:
    late = datetime(2026, 6, 3, 18, 20, tzinfo=UTC)
    place = FreePlace(OWN, "", late, late + timedelta(minutes=15), KOLKATA)
    assert reasons(wish(end=START + timedelta(days=3), to_time=time(23, 59)), place) is None


WISHES = st.builds(
    Wish,
    practitioner_id=st.sampled_from((OWN, OTHER)),
    start=st.just(START - timedelta(days=1)),
    end=st.just(START + timedelta(days=1)),
    since=st.integers(0, 9).map(lambda days: START - timedelta(days=days)),
    any_practitioner=st.just(True),
    urgency=st.integers(0, 2),
)


@given(st.lists(WISHES, max_size=8))
def test_the_most_urgent_first_then_who_waits_longest(wishes: list[Wish]) -> None:
    told = [(one, reasons(one, PLACE)) for one in wishes]
    ordered = sorted(told, key=lambda pair: first_to_call(pair[0], pair[1] or ()))
    for (one, why), (after, why_after) in pairwise(ordered):
        assert one.urgency >= after.urgency
        if one.urgency == after.urgency:
            assert one.since <= after.since
            if one.since == after.since:
                assert ("own_doctor" in (why or ())) >= ("own_doctor" in (why_after or ()))
