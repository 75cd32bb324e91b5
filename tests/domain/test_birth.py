"""Birth dates and ages as they are said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.birth import parse_birth
from opd_desktop.domain.errors import BadInput

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("", "IN", (None, None)),
        ("34", "IN", (None, 34)),
        ("34 y", "IN", (None, 34)),
        ("0", "IN", (None, 0)),
        ("1990-05-12", "US", (date(1990, 5, 12), None)),
        ("12.05.1990", "DE", (date(1990, 5, 12), None)),
        ("12/05/1990", "IN", (date(1990, 5, 12), None)),
        ("12/05/1990", "US", (date(1990, 12, 5), None)),
        ("24-11-2026", "IN", (TODAY, None)),
    ],
)
def test_what_people_type(text: str, country: str, expected: tuple[date | None, int | None]) -> None:
    assert parse_birth(text, TODAY, country) == expected


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("yesterday", "patient.birth_unreadable"),
        ("31.02.1990", "patient.birth_unreadable"),
        ("25.11.2026", "patient.born_in_future"),
        ("131", "patient.too_old"),
        ("01.01.1800", "patient.too_old"),
    ],
)
def test_what_cannot_be(text: str, code: str) -> None:
    with pytest.raises(BadInput) as refused:
        parse_birth(text, TODAY, "IN")
    assert refused.value.code == code


@given(st.dates(date(1900, 1, 1), TODAY), st.sampled_from(["-", ".", "/", " "]))
def test_every_date_reads_back(born: date, sign: str) -> None:
    assert parse_birth(born.isoformat(), TODAY) == (born, None)
    assert parse_birth(sign.join([f"{born.day}", f"{born.month}", f"{born.year}"]), TODAY, "IN") == (born, None)


@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        born, age = parse_birth(text, TODAY)
    except BadInput:
        return
    assert born is None or age is None
