"""Definitions: drafts are edited, published ones stay as they are."""

from collections.abc import Callable

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import journeys
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.journeys import AddStage, CreateJourney, JourneyDto, ListJourneys, PatchJourney
from tests.support import journeys as support

SignIn = Callable[..., Clinic]


@pytest.fixture
def manager(database: URL, sign_in: SignIn) -> Clinic:
    support.defaults(database)
    return sign_in("manager")


def draft(manager: Clinic, key: str = "wound-care") -> JourneyDto:
    return manager.call(journeys.create, CreateJourney(key=key, name="Wound care"))


def stage(manager: Clinic, of: JourneyDto, key: str, position: int | None = None, **spec: object) -> None:
    manager.call(journeys.add_stage, AddStage(id=of.id, key=key, name=key.title(), position=position, spec=spec))


def test_the_shipped_journeys_are_listed_with_their_stages(manager: Clinic) -> None:
    found = {one.key: one for one in manager.call(journeys.list_, ListJourneys(status=("published",)))}
    assert set(found) == {"opd-visit", "diabetes-follow-up", "antenatal-care", "after-minor-surgery"}
    names = [one.key for one in found["opd-visit"].stages]
    assert names == ["booked", "missed", "day-of-visit", "post-visit", "closed"]
    assert manager.call(journeys.get, ById(id=found["opd-visit"].id)) == found["opd-visit"]
    assert manager.call(journeys.stages, ById(id=found["opd-visit"].id)) == found["opd-visit"].stages


def test_a_draft_gets_stages_in_the_places_asked_for(manager: Clinic) -> None:
    made = draft(manager)
    for key in ("one", "three"):
        stage(manager, made, key)
    stage(manager, made, "two", position=1)
    stage(manager, made, "zero", position=0, hint="first")
    stage(manager, made, "three", final=True)
    found = manager.call(journeys.stages, ById(id=made.id))
    assert [(one.key, one.position) for one in found] == [("zero", 0), ("one", 1), ("two", 2), ("three", 3)]
    assert found[3].spec == {"final": True}
    stage(manager, made, "three", position=0, final=True)
    assert [one.key for one in manager.call(journeys.stages, ById(id=made.id))] == ["three", "zero", "one", "two"]


def test_a_bad_stage_is_refused_with_the_field(manager: Clinic) -> None:
    made = draft(manager)
    with pytest.raises(BadInput) as refused:
        stage(manager, made, "one", steps=[{"key": "a", "kind": "fax"}])
    assert refused.value.code == "journey.bad_stage"
    assert list(refused.value.params["fields"]) == ["steps.0.kind"]
    with pytest.raises(BadInput, match=r"journey\.bad_stage"):
        stage(manager, made, "one", enter_on=["Appointment.Sneezed"])
    with pytest.raises(BadInput, match=r"journey\.unknown_trigger"):
        manager.call(journeys.patch, PatchJourney(id=made.id, trigger="Appointment.Sneezed"))


def test_an_unsound_draft_is_not_published(manager: Clinic) -> None:
    made = draft(manager)
    stage(manager, made, "one")
    with pytest.raises(Conflict) as refused:
        manager.call(journeys.patch, PatchJourney(id=made.id, status="published"))
    assert refused.value.code == "journey.not_sound"
    assert refused.value.params["problems"] == ["no_final", "no_way_out:one"]


def test_publishing_archives_the_version_before_and_fixes_the_new_one(manager: Clinic, sign_in: SignIn) -> None:
    old = next(one for one in manager.call(journeys.list_, ListJourneys()) if one.key == "opd-visit")
    new = manager.call(journeys.create, CreateJourney(key="opd-visit", name="OPD visit", trigger="Appointment.Created"))
    assert (new.version, new.status) == (2, "draft")
    assert [one.key for one in new.stages] == [one.key for one in old.stages], "it starts from the version before"
    done = manager.call(journeys.patch, PatchJourney(id=new.id, row_version=new.row_version, status="published"))
    assert done.status == "published"
    assert manager.call(journeys.get, ById(id=old.id)).status == "archived"
    with pytest.raises(Conflict, match=r"journey\.published_is_fixed"):
        manager.call(journeys.patch, PatchJourney(id=new.id, name="Other"))
    with pytest.raises(Conflict, match=r"journey\.published_is_fixed"):
        stage(manager, new, "more")
    with pytest.raises(ChangedElsewhere):
        manager.call(journeys.patch, PatchJourney(id=new.id, row_version=new.row_version, status="archived"))
    del sign_in


def test_a_published_one_is_fixed_for_sql_too(manager: Clinic, database: URL) -> None:
    from sqlalchemy.exc import DBAPIError

    from opd_desktop.db.meanings import meaning_of

    for sql in (
        "UPDATE journey_definition SET name = 'x' WHERE key = 'opd-visit'",
        "UPDATE journey_stage SET name = 'x' WHERE key = 'booked'",
        "DELETE FROM journey_stage WHERE key = 'booked'",
    ):
        with pytest.raises(DBAPIError) as refused:
            support.rows(database, f"{sql} RETURNING id")
        meaning = meaning_of(refused.value)
        assert meaning is not None
        assert meaning.code == "journey.published_is_fixed"
    del manager


def test_who_may(manager: Clinic, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    assert reception.call(journeys.list_, ListJourneys())
    with pytest.raises(NotPermitted):
        draft(reception)
    with pytest.raises(NotFound):
        manager.call(journeys.get, ById(id=uuid7()))
    with pytest.raises(NotFound):
        manager.call(journeys.stages, ById(id=uuid7()))
