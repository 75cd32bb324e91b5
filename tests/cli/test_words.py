"""Every error that the program can raise has a sentence, and the sentence has all its parameters."""

import ast
import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

import pytest

from opd_desktop import words
from opd_desktop.domain import errors
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, ServiceUnavailable, SlotTaken

ROOT = Path(__file__).parents[2]
CODE = re.compile(r"^[a-z][a-z_]*\.[a-z][a-z_]*$")
ERROR_CLASSES = {name for name in dir(errors) if name[0].isupper()} | {"Retry"}
SQL_REFUSAL = re.compile(r"opd\.refuse\('OP00\d',\s*'([a-z_.]+)'(?:,\s*jsonb_build_object\((.*?)\)\);|\))", re.DOTALL)
#: Parameters that a raise passes on as a mapping, so that the source text does not show them.
INDIRECT = {"scribe.bug"}


def raised_in_python() -> Iterator[tuple[str, set[str], str]]:
    for path in sorted((ROOT / "opd_desktop").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not _names_an_error(node.func, path):
                continue
            first = node.args[0]
            options = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            keywords = {keyword.arg or "**" for keyword in node.keywords}
            for option in options:
                if isinstance(option, ast.Constant) and isinstance(option.value, str) and CODE.match(option.value):
                    yield option.value, keywords, f"{path.relative_to(ROOT)}:{node.lineno}"


def _names_an_error(called: ast.expr, path: Path) -> bool:
    if isinstance(called, ast.Attribute) and called.attr == "__init__":
        return path.name == "errors.py"
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in ERROR_CLASSES


def raised_in_sql() -> Iterator[tuple[str, set[str], str]]:
    for path in sorted((ROOT / "migrations" / "sql").glob("*.sql")):
        for found in SQL_REFUSAL.finditer(path.read_text(encoding="utf-8")):
            keys = set(re.findall(r"'([a-z_]+)'\s*,", found[2] or ""))
            yield found[1], keys, path.name


def every_raise() -> list[tuple[str, set[str], str]]:
    return [*raised_in_python(), *raised_in_sql()]


def needed(template: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", re.sub(r"\[[^\[\]]*\]", "", template)))


def test_the_search_finds_the_codes() -> None:
    found = {code for code, _, _ in every_raise()}
    assert {"auth.wrong_password", "database.schema_older", "booking.slot_taken", "encounter.signed"} <= found
    assert len(found) > 80


def test_every_code_has_a_sentence() -> None:
    missing = sorted(
        f"{code} ({where})"
        for code, _, where in every_raise()
        if code not in words.SENTENCES and not code.endswith(".not_found")
    )
    assert missing == []


def test_every_sentence_gets_its_parameters() -> None:
    short = [
        f"{code} at {where} lacks {needed(words.SENTENCES[code]) - given}"
        for code, given, where in every_raise()
        if code in words.SENTENCES and code not in INDIRECT and "**" not in given
        if needed(words.SENTENCES[code]) - given
    ]
    assert short == []


def test_every_sentence_is_one() -> None:
    for code, template in words.SENTENCES.items():
        assert CODE.match(code), code
        assert template[0].isupper() or template[0] in '{["', code
        assert template[-1] in ".}", code


def test_a_sentence_holds_its_parameters() -> None:
    error = NotFound("operation.unknown", name="patient.serch", near=["patient.search"])
    assert words.describe(error).startswith("There is no operation patient.serch. Did you mean patient.search?")


def test_an_optional_part_falls_away_with_its_parameter() -> None:
    said = words.describe(NotFound("operation.unknown", name="x", near=[]))
    assert "Did you mean" not in said
    assert words.describe(SlotTaken()) == "This time has just been taken. Choose another."
    assert words.describe(ChangedElsewhere()).startswith("Look at the newer state")
    assert words.describe(ChangedElsewhere(by="reception")).startswith("reception changed this meanwhile. Look")


def test_times_are_shown_as_people_read_them() -> None:
    error = Conflict("appointment.too_early_for_noshow", after="2026-11-24T09:40:00+00:00")
    assert words.describe(error, zone=UTC).endswith("Wait until 24 Nov 2026 09:40.")


def test_fields_are_listed_with_what_is_wrong() -> None:
    error = BadInput("input.invalid", fields={"start": "Field required", "patient_id": "invalid UUID"})
    assert words.describe(error) == ("The input is not valid. Correct start: Field required; patient_id: invalid UUID.")


@pytest.mark.parametrize(
    ("error", "holds"),
    [
        (NotFound("journey_instance.not_found", id="1"), "no such journey instance"),
        (Conflict("novel.code"), "novel.code"),
        (ServiceUnavailable("novel.outside"), "Try again in a moment"),
    ],
)
def test_an_unknown_code_still_gives_a_sentence(error: errors.OpdError, holds: str) -> None:
    assert holds in words.describe(error)


def test_a_translation_gets_the_parameters_too() -> None:
    error = BadInput("settings.time_zone", zone="Mars")
    assert words.describe(error, translate={words.SENTENCES[error.code]: "Zone {zone} fehlt."}.__getitem__) == (
        "Zone Mars fehlt."
    )
