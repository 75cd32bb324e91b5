"""Vital signs: what is refused as a typing error, and what is called abnormal."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.vitals import MEASURE, MEASURES, Measure, bmi, check, flag_of

#: From worst below, over usual, to worst above.
SCALE = ["very_low", "low", "", "high", "very_high"]


@given(st.fixed_dictionaries({}, optional={one.name: st.none() | st.floats(one.low, one.high) for one in MEASURES}))
def test_what_a_person_can_have_is_taken(values: dict[str, float | None]) -> None:
    upper, lower = values.get("systolic"), values.get("diastolic")
    if upper is not None and lower is not None and lower >= upper:
        with pytest.raises(BadInput) as refused:
            check(values)
        assert refused.value.code == "vitals.pressure_order"
    else:
        check(values)


@given(st.sampled_from(MEASURES), st.floats(1e-9, 1e6), st.booleans())
def test_what_nobody_can_have_is_refused_and_not_repeated(one: Measure, beyond: float, below: bool) -> None:
    value = one.low - beyond - 1e-6 if below else one.high + beyond + 1e-6
    with pytest.raises(BadInput) as refused:
        check({one.name: value})
    assert refused.value.code == "vitals.out_of_range"
    assert refused.value.params == {"measure": one.name, "low": one.low, "high": one.high, "unit": one.unit}


def test_not_a_number_is_refused() -> None:
    with pytest.raises(BadInput):
        check({"weight": math.nan})


def test_380_kg_is_a_typing_error() -> None:
    check({"weight": 38.0})
    with pytest.raises(BadInput):
        check({"weight": 380})


@pytest.mark.parametrize(
    ("name", "value", "flag"),
    [
        ("temperature", 35.0, "low"), ("temperature", 35.1, ""), ("temperature", 38.0, "high"),
        ("temperature", 39.1, "very_high"), ("pulse", 40, "very_low"), ("pulse", 50, ""), ("pulse", 101, "high"),
        ("pulse", 131, "very_high"), ("respiratory_rate", 8, "very_low"), ("respiratory_rate", 12, ""),
        ("respiratory_rate", 25, "very_high"), ("spo2", 96, ""), ("spo2", 95, "low"), ("spo2", 91, "very_low"),
        ("weight", 300, ""), ("height", 120, ""),
    ],
)  # fmt: skip
def test_limits_of_adults(name: str, value: float, flag: str) -> None:
    assert flag_of(name, {name: value}, 40) == flag


@pytest.mark.parametrize(
    ("upper", "lower", "flag"),
    [(120, 80, ""), (100, 60, "low"), (90, 60, "very_low"), (140, 80, "high"), (130, 90, "high"),
     (180, 80, "very_high"), (150, 110, "very_high"), (120, None, ""), (None, 80, "")],
)  # fmt: skip
def test_pressure_is_judged_by_the_worse_part(upper: int | None, lower: int | None, flag: str) -> None:
    assert flag_of("blood_pressure", {"systolic": upper, "diastolic": lower}, 40) == flag


@given(st.sampled_from(["temperature", "pulse", "respiratory_rate", "spo2"]), st.data())
def test_a_higher_value_never_gets_a_lower_flag(name: str, data: st.DataObject) -> None:
    one = MEASURE[name]
    first = data.draw(st.floats(one.low, one.high))
    second = data.draw(st.floats(first, one.high))
    assert SCALE.index(flag_of(name, {name: first}, 40)) <= SCALE.index(flag_of(name, {name: second}, 40))


@given(st.integers(0, 15), st.floats(20, 300))
def test_a_childs_pulse_and_pressure_are_not_judged_by_adult_limits(age: int, value: float) -> None:
    assert flag_of("pulse", {"pulse": value}, age) == ""
    assert flag_of("respiratory_rate", {"respiratory_rate": value}, age) == ""
    assert flag_of("blood_pressure", {"systolic": value}, age) == ""
    assert flag_of("temperature", {"temperature": 39.5}, age) == "very_high"


@pytest.mark.parametrize(
    ("weight", "age", "flag"),
    [(45, 30, "underweight"), (60, 30, ""), (75, 30, "overweight"), (90, 30, "obese"), (90, 12, ""), (90, None, "")],
)
def test_body_mass_of_adults_has_a_class(weight: float, age: int | None, flag: str) -> None:
    assert flag_of("bmi", {"weight": weight, "height": 165}, age) == flag


def test_body_mass_needs_both_parts() -> None:
    assert bmi(61, 161) == 23.5
    assert bmi(61, None) is bmi(None, 161) is bmi(0, 161) is None
    assert flag_of("bmi", {"weight": 61}, 30) == flag_of("spo2", {}, 30) == ""
