"""The shipped definitions and templates."""

import pytest
from sqlalchemy import URL, text

from opd_desktop.db import migrate
from opd_desktop.domain.events import EVENTS
from opd_desktop.domain.journey_spec import Journey, Stage, StageSpec, lint
from opd_desktop.services import message_templates
from opd_desktop.services.defaults import install_defaults, shipped_journeys, shipped_templates


def _journey(data: dict) -> Journey:
    stages = tuple(Stage(s["key"], s["name"], StageSpec.model_validate(s["spec"])) for s in data["stages"])
    return Journey(data["trigger"], stages)


@pytest.mark.parametrize("data", shipped_journeys(), ids=lambda data: data["key"])
def test_every_shipped_journey_is_sound(data: dict) -> None:
    journey = _journey(data)
    assert lint(journey) == []
    heard = {event for stage in journey.stages for event in stage.spec.enter_on}
    heard |= {step.event for stage in journey.stages for step in stage.spec.steps if step.event}
    assert heard <= EVENTS.keys()


def test_every_message_has_a_template_in_every_language() -> None:
    used = {
        step["template"]
        for data in shipped_journeys()
        for stage in data["stages"]
        for step in stage["spec"].get("steps", ())
        if step["kind"] == "message"
    }
    languages = {template["language"] for template in shipped_templates()}
    assert languages == {"en", "es"}
    made = {(template["key"], template["language"]) for template in shipped_templates()}
    # Sent by a person who announces a lateness, not by a journey.
    used.add("running-late")
    assert made == {(key, language) for key in used for language in languages}


@pytest.mark.parametrize("template", shipped_templates(), ids=lambda t: f"{t['key']}-{t['language']}")
def test_templates_use_known_variables_only(template: dict[str, str]) -> None:
    assert message_templates.unknown_variables(template["subject"] + template["body"]) == frozenset()


def test_installing_twice_changes_nothing_and_keeps_the_clinics_own_words(database: URL) -> None:
    engine = migrate.owner_engine(database.set(username="postgres"))
    try:
        with engine.begin() as connection:
            install_defaults(connection)
            connection.execute(
                text("UPDATE message_template SET body = 'Ours' WHERE key = 'visit-feedback' AND language = 'en'")
            )
        with engine.begin() as connection:
            install_defaults(connection)
            ours = connection.execute(
                text("SELECT body FROM message_template WHERE key = 'visit-feedback' AND language = 'en'")
            ).scalar_one()
            found = connection.execute(text("SELECT key, version, status FROM journey_definition ORDER BY key")).all()
    finally:
        engine.dispose()
    assert ours == "Ours"
    assert [tuple(row) for row in found] == [(data["key"], 1, "published") for data in shipped_journeys()]
