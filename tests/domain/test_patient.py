"""Names, phones, ages, the search box, and who might be the same person."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from opd_desktop.domain import patient as rules
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.patient import Identity, PatientQuery

TODAY = date(2026, 11, 24)
DAYS = st.dates(date(1900, 1, 1), TODAY)
NAMES = st.lists(st.text("abcdefghijklmnoprstuvwyz", min_size=2, max_size=9), min_size=1, max_size=4).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "country", "stored"),
    [
        ("", "IN", ""),
        ("  ", "IN", ""),
        ("98123 45678", "IN", "+919812345678"),
        ("098123-45678", "IN", "+919812345678"),
        ("+91 (0) 98123 45678", "DE", "+919812345678"),
        ("0091 98123 45678", "DE", "+919812345678"),
        ("030 4000 1000", "DE", "+493040001000"),
        ("(212) 555-0147", "us", "+12125550147"),
        ("+6581234567", "", "+6581234567"),
    ],
)
def test_phones(typed: str, country: str, stored: str) -> None:
    assert rules.e164(typed, country) == stored
    assert rules.e164(stored, country) == stored


@pytest.mark.parametrize("typed", ["1", "12345678901234567890", "hello", "+", "+999 1", "98123"])
def test_no_phones(typed: str) -> None:
    with pytest.raises(BadInput, match=r"patient\.phone_invalid"):
        rules.e164(typed, "IN")


@given(DAYS, DAYS)
def test_ages_go_up_by_one_each_birthday(born: date, on: date) -> None:
    age = rules.age_years(born, on)
    if on < born:
        assert age is None
        return
    assert age is not None
    later = rules.age_years(born, on + timedelta(days=366))
    assert later is not None
    assert later - age in (1, 2)


def test_birthdays() -> None:
    assert rules.age_years(date(2000, 2, 29), date(2025, 2, 28)) == 24
    assert rules.age_years(date(2000, 2, 29), date(2025, 3, 1)) == 25
    assert rules.age_years(date(2000, 5, 5), date(2026, 5, 5)) == 26
    assert rules.age_years(None, TODAY) is None


@given(st.integers(0, 120), st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_an_estimated_birth_date_gives_the_age_that_was_said(years: int, on: date) -> None:
    assert rules.age_years(rules.estimated_birth_date(years, on), on) == years


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("meena", PatientQuery(words=("meena",))),
        (" Patil,  Meena ", PatientQuery(words=("Patil", "Meena"))),
        ("O'Brien-Smith", PatientQuery(words=("O'Brien-Smith",))),
        ("98123 45678", PatientQuery(digits=("9812345678",))),
        ("+91 98123-45678", PatientQuery(digits=("919812345678",))),
        ("(0)98123 45678", PatientQuery(digits=("9812345678",))),
        ("001001-4", PatientQuery(digits=("10014",))),
        ("0123", PatientQuery(digits=("0123",))),
        ("meena 98123", PatientQuery(words=("meena",), digits=("98123",))),
        ("1984-03-12", PatientQuery(births=(date(1984, 3, 12),))),
        ("12/3/84", PatientQuery(births=(date(1984, 3, 12), date(1984, 12, 3)))),
        ("12.3.26", PatientQuery(births=(date(2026, 3, 12), date(2026, 12, 3)))),
        ("25/12/90 Rao", PatientQuery(words=("Rao",), births=(date(1990, 12, 25),))),
        ("5/5/90", PatientQuery(births=(date(1990, 5, 5),))),
        ("99/99/90", PatientQuery(digits=("999990",))),
        ("", PatientQuery()),
        ("%_\\", PatientQuery()),
        ("R2D2", PatientQuery(words=("R2D2",))),
        ("मीना", PatientQuery(words=("मीना",))),
    ],
)
def test_the_search_box(typed: str, meant: PatientQuery) -> None:
    assert rules.parse_query(typed, TODAY) == meant
    assert meant.is_empty == (not typed.strip("%_\\ "))


@given(st.text(max_size=60))
def test_any_text_can_be_searched_for(typed: str) -> None:
    query = rules.parse_query(typed, TODAY)
    assert all(query.words)
    assert all(part.isdigit() for part in query.digits)


@given(DAYS)
def test_dates_are_understood_as_written(born: date) -> None:
    for typed in (born.isoformat(), f"{born:%d/%m/%Y}", f"{born:%d.%m.%Y}", f"{born.day}-{born.month}-{born.year}"):
        assert rules.parse_query(typed, TODAY).births[0] == born


# Duplicates -----------------------------------------------------------------------------------------

identities = st.builds(
    Identity, name=NAMES | st.just(""), phone=st.sampled_from(["", "+911", "+912"]), birth_date=st.none() | DAYS
)


@given(identities, identities)
def test_likeness_is_symmetric_and_between_0_and_1(one: Identity, other: Identity) -> None:
    found = rules.likeness(one, other)
    assert found == rules.likeness(other, one)
    assert 0 <= found.score <= 1


@given(identities)
def test_everybody_is_like_themselves(one: Identity) -> None:
    assume(one != Identity())
    assert rules.likeness(one, one).score == 1


@given(NAMES, st.randoms(use_true_random=False))
def test_the_order_of_names_does_not_matter(name: str, chance: object) -> None:
    words = name.split()
    chance.shuffle(words)  # type: ignore[attr-defined]
    assert rules.name_likeness(name, " ".join(words)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Meena Patil", "Mina Pateel"),
        ("Meena Patil", "Patil Meena"),
        ("José Muñoz", "Jose Munoz"),
        ("Mohammed Sheikh", "Muhammad Shaikh"),
        ("Lakshmi Iyer", "Laxmi Iyer"),
        ("Catherine Braun", "Katherine Braun"),
        ("Ravi Kumar", "Ravi Kumra"),
        ("Vikram Singh", "Wikram Singh"),
        ("Fatima Al-Masri", "Fatima Al Masri"),
    ],
)
def test_names_that_are_the_same(one: str, other: str) -> None:
    assert rules.name_likeness(one, other) > 0.8


@pytest.mark.parametrize(
    ("one", "other"),
    [("Meena Patil", "Suresh Kulkarni"), ("Anna Braun", "Peter Nowak"), ("Li Na", "Chen Wei"), ("", "Anna")],
)
def test_names_that_are_not(one: str, other: str) -> None:
    assert rules.name_likeness(one, other) < 0.5


def test_what_makes_a_duplicate() -> None:
    meena = Identity("Meena Patil", "+919812345678", date(1984, 3, 12))
    threshold = rules.DUPLICATE_THRESHOLD
    assert rules.likeness(meena, Identity("Mina Patil", meena.phone)).score > threshold
    assert rules.likeness(meena, Identity("Meena Patil", "", date(1984, 12, 3))).score > threshold
    swapped = rules.likeness(meena, Identity("Meena Patil", birth_date=date(1984, 12, 3)))
    assert swapped.agrees == ("name",)
    relative = rules.likeness(meena, Identity("Suresh Patil", meena.phone, date(1959, 8, 1)))
    namesake = rules.likeness(meena, Identity("Meena Patil", "+919800000000", date(1959, 8, 1)))
    assert relative.score < threshold
    assert namesake.score < threshold
    assert rules.likeness(meena, Identity()) == rules.Likeness(0.0, ())


def test_sound_keys() -> None:
    assert rules.sound_key("Lakshmi") == rules.sound_key("Laxmi")
    assert rules.sound_key("Philip") == rules.sound_key("Filip")
    assert rules.sound_key("Rao") != rules.sound_key("Ram")
    assert rules.sound_key("मीना") == ""


@pytest.mark.parametrize("name", ["", "  ", "123", "-"])
def test_a_name_needs_a_letter(name: str) -> None:
    with pytest.raises(BadInput, match=r"patient\.name_needed"):
        rules.clean_name(name)


def test_emails() -> None:
    assert rules.check_email(" a@b.org ") == "a@b.org"
    for wrong in ("a", "a@b", "a b@c.org", "@b.org", "a@.org"):
        with pytest.raises(BadInput, match=r"patient\.email_invalid"):
            rules.check_email(wrong)
