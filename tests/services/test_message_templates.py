"""Rendering messages: languages, zones, and templates that can do no harm."""

from datetime import UTC, datetime

import pytest

from opd_desktop.domain.errors import BadInput
from opd_desktop.services import message_templates

AT = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "text"),
    [
        ("Europe/Berlin", "en", "Tuesday, 24 November 2026"),
        ("Asia/Kolkata", "en", "Wednesday, 25 November 2026"),
        ("Europe/Berlin", "es", "martes 24 de noviembre de 2026"),
        ("Europe/Berlin", "xx", "Tuesday, 24 November 2026"),
    ],
)
def test_dates_in_words(zone: str, language: str, text: str) -> None:
    assert message_templates.date_in_words(AT, zone, language) == text


def test_values_are_text_and_hold_the_local_time() -> None:
    given = message_templates.values({"patient_name": "Zoë & Co", "starts_at": AT, "time_zone": "Asia/Kolkata"}, "en")
    rendered = message_templates.render(
        "At {{ time }}\n now", "Dear {{ patient_name }},\n{{ practitioner_name }}", given
    )
    assert (rendered.subject, rendered.body) == ("At 01:30 now", "Dear Zoë & Co,")


@pytest.mark.parametrize(
    "body", ["{{ reason }}", "{% if %}", "{{ date }}", "{{ ''.__class__.__mro__ }}", "{{ 1 / 0 }}"]
)
def test_a_template_that_is_wrong_is_refused(body: str) -> None:
    with pytest.raises(BadInput, match=r"template\.broken"):
        message_templates.render("", body, message_templates.values({}, "en"))


def test_unknown_variables_are_found() -> None:
    assert message_templates.unknown_variables("{{ patient_name }} {{ diagnosis }}") == {"diagnosis"}
    with pytest.raises(BadInput, match=r"template\.broken"):
        message_templates.unknown_variables("{% for %}")
