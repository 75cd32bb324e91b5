import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.scribe.numbers import numbers_in, to_digits


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("one forty five over ninety two", "145/92"),
        ("one hundred and ten over seventy", "110/70"),
        ("a hundred and ten over seventy", "110/70"),
        ("thirty eight point five degrees", "38.5 degrees"),
        ("five hundred milligrams three times a day", "500 mg 3 times a day"),
        ("two thousand and five", "2005"),
        ("three out of six systolic murmur", "3/6 systolic murmur"),
        ("ninety eight percent", "98%"),
        ("one tablet", "1 tablet"),
        ("this one hurts and no one knows", "this one hurts and no one knows"),
        ("hemoglobin a one c", "hemoglobin A1c"),
        ("nine one one", "nine one one"),
        ("two and a half milligrams", "2.5 mg"),
        ("two and a half milligram tablets", "2.5 mg tablets"),
        ("one and a half tablets", "1.5 tablets"),
        ("twenty two and a half pounds", "22.5 pounds"),
        ("a year and a half", "a year and a half"),
        ("two and a half million people", "2 and a half million people"),
        ("nothing here", "nothing here"),
    ],
)
def test_spoken_numbers_become_digits(said: str, written: str) -> None:
    assert to_digits(said) == written


def test_numbers_are_read_from_words_and_digits_alike() -> None:
    assert numbers_in("2.50 mg for two days, b12 and a1c aside") == ("2.5", "2")


_ONE_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TEN_WORDS = "x x twenty thirty forty fifty sixty seventy eighty ninety"
_ONES, _TENS = _ONE_WORDS.split(), _TEN_WORDS.split()


def _spoken(number: int) -> str:
    if number < 20:
        return _ONES[number]
    if number < 100:
        return _TENS[number // 10] + (f" {_ONES[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = number % 100
        return f"{_ONES[number // 100]} hundred" + (f" and {_spoken(rest)}" if rest else "")
    rest = number % 1000
    return f"{_spoken(number // 1000)} thousand" + (f" {_spoken(rest)}" if rest else "")


@given(st.integers(min_value=2, max_value=9999))
def test_every_number_survives_being_spoken(number: int) -> None:
    assert numbers_in(f"take {_spoken(number)} units") == (str(number),)


@given(st.text(max_size=80))
def test_to_digits_takes_any_text_and_is_stable(text: str) -> None:
    once = to_digits(text)
    assert to_digits(once) == once
