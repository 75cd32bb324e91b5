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


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("pulse one oh two", "pulse 102"),
        ("running a fever of one O two", "running a fever of 102"),
        ("it was one oh one point four", "it was 101.4"),
        ("one oh five over sixty", "105/60"),
        ("six point oh five", "6.05"),
        ("a creatinine of one point oh", "a creatinine of 1.0"),
        ("oh point five", "0.5"),
        ("zero point one two five milligrams", "0.125 mg"),
        ("zero point twenty five milligrams", "0.25 mg"),
        ("take point five milligrams", "take 0.5 mg"),
        ("point one twenty five M G of it", "0.125 mg of it"),
        ("started a point 6 m g tablet", "started a 0.6 mg tablet"),
        ("39 point 2", "39.2"),
        ("hundred and two point four", "102.4"),
        ("hundred twenty over eighty", "120/80"),
        ("hundred milligrams", "100 mg"),
        ("one point five two times a day", "1.5 2 times a day"),
    ],
)
def test_a_spoken_zero_and_a_bare_hundred_are_part_of_their_number(said: str, written: str) -> None:
    assert to_digits(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("temperature was thirty nine two", "temperature was 39.2"),
        ("her temp is ninety eight six", "her temp is 98.6"),
        ("a fever of one oh one four", "a fever of 101.4"),
        ("temperature of 39 2 today", "temperature of 39.2 today"),
        ("temperature was thirty nine two days ago", "temperature was thirty nine two days ago"),
        ("blood pressure is one twenty eight seventy six", "blood pressure is 128/76"),
        ("blood pressure is one ninety five by eighty three", "blood pressure is 195/83"),
        ("BP 120 by 80", "BP 120/80"),
        ("vision is twenty forty in the right eye", "vision is 20/40 in the right eye"),
        ("at eight thirty in the morning", "at 8:30 in the morning"),
        ("glucose one thirty in the morning", "glucose 130 in the morning"),
        ("in nineteen eighty four", "in 1984"),
        ("a stent in twenty eighteen", "a stent in 2018"),
        ("since twenty twenty four", "since 2024"),
        ("the spring of twenty twenty", "the spring of 2020"),
        ("he quit in October O eight", "he quit in October 2008"),
        ("back in oh three", "back in 2003"),
        ("on July thirty first", "on July 31st"),
        ("the twenty second of December", "the 22nd of December"),
    ],
)
def test_numbers_that_lean_on_what_is_spoken_of(said: str, written: str) -> None:
    assert to_digits(said) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("two three days ago", "2 to 3 days ago"),
        ("for twenty thirty minutes", "for 20 to 30 minutes"),
        ("five ten minutes", "5 to 10 minutes"),
        ("three four times a day", "3 to 4 times a day"),
        ("one or two tablets", "1 or 2 tablets"),
        ("one to two weeks", "1 to 2 weeks"),
        ("between one and ten", "between one and 10"),
        ("at half past six or ten thirty pm", "at half past 6 or 10:30 pm"),
        ("the ages of two and eleven", "the ages of 2 and 11"),
        ("between seventy and eighty", "between 70 and 80"),
        ("one hundred fifteen and one thirty four", "115 and 134"),
        ("two thousand and five and six", "2005 and 6"),
    ],
)
def test_two_numbers_stay_two(said: str, written: str) -> None:
    assert to_digits(said) == written


@pytest.mark.parametrize(
    "said",
    [
        "one or two",
        "take two three times a day",
        "one at a time",
        "one on one",
        "the point one of them made",
        "oh my",
        "five six",
        "twenty four seven",
        "twenty twenty hours",
        "the first",
        "C six seven",
        "one o'clock",
        "call nine one one",
        "at some point one of us",
        "a few hundred milligrams",
    ],
)
def test_what_is_no_number_stays_words(said: str) -> None:
    assert to_digits(said) == said


def test_a_pronoun_before_a_number_is_none() -> None:
    assert to_digits("the last one ten days ago") == "the last one 10 days ago"
    assert to_digits("that one twenty to one thirty range") == "that 120 to 130 range"
    assert to_digits("at that point five milligrams were given") == "at that point 5 mg were given"


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


@given(
    st.lists(st.sampled_from([*_ONES, *_TEN_WORDS.split()[2:], "hundred", "oh", "point", "and", "days", "mg", "fever"]))
)
def test_digits_of_digits_are_the_same(words: list[str]) -> None:
    once = to_digits(" ".join(words))
    assert to_digits(once) == once


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("temp 986", "temp 98.6"),
        ("temperature 1012", "temperature 101.2"),
        ("temp 372", "temp 37.2"),
        ("his temperature is 1004 today", "his temperature is 100.4 today"),
        ("temperature is nine eighty six", "temperature is 98.6"),
        ("temperature 98.6, pulse 986", "temperature 98.6, pulse 986"),
        ("for the fever take 400 mg", "for the fever take 400 mg"),
        ("weight 372", "weight 372"),
        ("platelets 986", "platelets 986"),
        ("temperature 250", "temperature 250"),
    ],
)
def test_a_temperature_that_lost_its_point_gets_it_back(said: str, written: str) -> None:
    assert to_digits(said) == written
