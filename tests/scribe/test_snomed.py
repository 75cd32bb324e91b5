"""The clinic's own SNOMED CT release: imported, looked up, named in what it helped to make; optional."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from opd_desktop.cli import main
from opd_desktop.domain.errors import BadInput, NotFound, OpdError
from opd_desktop.domain.note import Draft
from opd_desktop.scribe import engine, snomed, snomed_import
from opd_desktop.scribe.snomed import Snomed, codes_file, key_of
from opd_desktop.scribe.snomed_rf2 import is_concept_id
from opd_desktop.scribe.speech_model import Cancelled
from tests.scribe import rf2
from tests.scribe.conftest import VISIT

Captured = pytest.CaptureFixture[str]
TALK = """\
[doctor] what brings you in ?
[patient] my elbow hurts when i lift things .
[doctor] any fever ?
[patient] no .
[doctor] for your first problem , i think you have a brindled elbow , and we also know of your tarns disease .
[doctor] i want to start you on ibuprofen 400 mg three times a day .
"""


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An imported release."""
    folder = tmp_path_factory.mktemp("release")
    target = codes_file(folder / "data")
    snomed_import.import_release(rf2.write(folder), target)
    return target


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder of the command line."""
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("OPD_CONFIG", str(tmp_path / "none.toml"))
    return tmp_path / "data"


@pytest.mark.parametrize(
    ("sctid", "right"),
    [("404684003", True), ("404684004", False), ("900000000000509007", True), ("40468", False), ("73211099", False)],
)
def test_ids_have_a_partition_and_a_check_digit(sctid: str, right: bool) -> None:
    assert is_concept_id(sctid) is right


@pytest.mark.parametrize(
    ("term", "key"),
    [
        ("Tarn's disease", "tarns disease"),
        ("Ménière\u2019s disease, left-sided", "menieres disease left sided"),
        ("a b c d e f g h i", None),
        ("--", None),
    ],
)
def test_terms_are_looked_up_as_they_are_said(term: str, key: str | None) -> None:
    assert key_of(term) == key


def test_a_release_is_found_by_what_things_are_called(file: Path) -> None:
    with Snomed(file) as codes:
        elbow = codes.find("brindled  Elbow")
        assert elbow is not None
        assert (elbow.snomed, elbow.display, elbow.name) == (
            rf2.sctid(101),
            "Brindle elbow syndrome",
            "brindle elbow syndrome",
        )
        # The rule about the patient is passed over, and a name of the code comes from the classification.
        assert (elbow.icd10, elbow.by) == ("M77.10", "ICD-10-CM")
        tarn = codes.find("Tarn\u2019s disease")
        assert tarn is not None
        assert (tarn.name, tarn.icd10) == ("Tarn's disease", "S72.001")
        cough = codes.concept(rf2.sctid(103))
        assert cough is not None
        assert (cough.display, cough.icd10, cough.by) == ("Glassworkers cough", "J42", "ICD-10")
        humming = codes.find("humming ears")
        assert humming is not None
        assert (humming.disorder, humming.icd10) == (False, "")  # the map led to no code of ICD-10-CM
        assert codes.find("old brindle elbow") is None  # retired
        assert codes.find("polishing of elbow") is None  # no disorder
        assert codes.concept("polishing") is None
        assert codes.release.to_json() == {
            "name": "SNOMED CT XX9999999 2026-01-31",
            "edition": "XX9999999",
            "date": "2026-01-31",
            "dialect": "us",
            "concepts": 4,
            "terms": 7,
            "mapped": 3,
            "maps": "ICD-10-CM, ICD-10",
        }


def test_the_longest_name_is_taken_and_none_runs_over_a_full_stop(file: Path) -> None:
    with Snomed(file) as codes:
        said = codes.disorders("It is a chronic cough of glassworkers. Brindle elbow. Syndrome of what?")
    assert [one.words for one in said] == ["chronic cough of glassworkers"]


def test_british_terms_are_shown_where_they_are_wanted(tmp_path: Path) -> None:
    target = codes_file(tmp_path)
    snomed_import.import_release(rf2.write(tmp_path), target, dialect="gb")
    with Snomed(target) as codes:
        elbow = codes.find("brindled elbow")
    assert elbow is not None
    assert elbow.display == "Brindle elbow disorder"


def test_problems_are_found_and_coded_by_the_release(file: Path) -> None:
    made = engine.draft(TALK, codes=file)
    plain = engine.draft(TALK)
    found = {problem.text: problem for problem in made.problems}
    elbow = found["brindle elbow syndrome"]
    assert (elbow.snomed, elbow.icd10) == (rf2.sctid(101), "M77.10")
    assert elbow.why == "said: brindled elbow; ICD-10-CM by the map of the release"
    assert elbow.explain is not None
    assert elbow.explain.billable
    tarn = found["Tarn's disease"]
    assert tarn.explain is not None
    assert not tarn.explain.billable  # a category: the visit must say which encounter it is
    assert not {"brindle elbow syndrome", "Tarn's disease"} & {problem.text for problem in plain.problems}


def test_the_release_is_named_in_the_run_card_and_the_provenance(file: Path) -> None:
    made = engine.draft(TALK, codes=file)
    assert made.run_card.codes == "SNOMED CT XX9999999 2026-01-31"
    assert made.bundle is not None
    device = next(
        row["resource"]
        for row in made.bundle["entry"]
        if row["resource"]["resourceType"] == "Device" and row["resource"]["deviceName"][0]["name"] == "OPD Desk scribe"
    )
    assert {"type": {"text": "terminology"}, "value": "SNOMED CT XX9999999 2026-01-31"} in device["version"]


def test_without_a_release_everything_is_as_before(tmp_path: Path) -> None:
    made = engine.draft(VISIT, codes=codes_file(tmp_path))
    assert made.model_dump_json() == engine.draft(VISIT).model_dump_json()
    assert "codes" not in made.model_dump(mode="json")["run_card"]
    assert Draft.model_validate_json(made.model_dump_json()) == made


def test_what_the_starter_map_knows_keeps_its_codes(file: Path) -> None:
    """The invented release has none of the real concepts, so the map's own stand."""
    plain, made = engine.draft(VISIT), engine.draft(VISIT, codes=file)
    assert [(one.text, one.icd10, one.snomed) for one in made.problems] == [
        (one.text, one.icd10, one.snomed) for one in plain.problems
    ]
    assert made.note == plain.note


def test_a_damaged_file_is_told_and_the_starter_map_used(tmp_path: Path) -> None:
    target = codes_file(tmp_path)
    target.parent.mkdir()
    target.write_bytes(b"SQLite format 3\x00 but not really" * 100)
    made = engine.draft(VISIT, codes=target)
    assert made.note == engine.draft(VISIT).note
    assert [one.code for one in made.warnings if one.code.startswith("codes")] == ["codes_damaged"]


# Import ------------------------------------------------------------------------------------------------------


def _without(part: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        told = {name: rows for name, rows in rf2.tables().items() if name != part}
        return rf2.write(folder, told)

    return make


def _full_only(folder: Path) -> Path:
    place = rf2.write(folder)
    for path in sorted(place.rglob("*.txt")):
        path.rename(path.with_name(path.name.replace("Snapshot", "Full")))
    return place


def _text(folder: Path) -> Path:
    (folder / "letters").mkdir()
    (folder / "letters" / "letter.txt").write_text("Dear colleague", encoding="utf-8")
    return folder / "letters"


def _no_zip(folder: Path) -> Path:
    (folder / "release.zip").write_bytes(b"PK\x03\x04 cut off")
    return folder / "release.zip"


def _changed(part: rf2.Part, change: Callable[[bytes], bytes]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        place = rf2.write(folder)
        file = next(place.rglob(rf2.NAMES[part]))
        file.write_bytes(change(file.read_bytes()))
        return place

    return make


def _no_disorders(folder: Path) -> Path:
    told = rf2.tables()
    return rf2.write(folder, {**told, "concept": [rf2.concept(105)], "map": []})


@pytest.mark.parametrize(
    ("make", "code", "told"),
    [
        (lambda folder: folder / "nowhere", "codes.no_such_place", "nowhere"),
        (_text, "codes.not_a_release", "letters"),
        (_no_zip, "codes.not_a_release", "release.zip"),
        (_without("concept"), "codes.incomplete", "sct2_Concept_Snapshot"),
        (_without("description"), "codes.incomplete", "sct2_Description_Snapshot-en"),
        (_without("language"), "codes.incomplete", "der2_cRefset_LanguageSnapshot-en"),
        (_full_only, "codes.incomplete", "Full"),
        (_changed("description", lambda data: data.replace(b"typeId", b"kind")), "codes.bad_header", "typeId"),
        (_changed("concept", lambda data: data + b"1\t2\r\n"), "codes.bad_row", "8"),
        (_changed("description", lambda data: data + b"\xff\xfe\r\n"), "codes.bad_row", "17"),
        (
            _changed("concept", lambda data: data.replace(rf2.sctid(101).encode(), b"1019999999105")),
            "codes.bad_id",
            "1019999999105",
        ),
        (_no_disorders, "codes.no_terms", "sct2_Concept"),
    ],
)
def test_what_is_no_release_is_refused_naming_what_is_wrong(
    make: Callable[[Path], Path], code: str, told: str, tmp_path: Path, data: Path, capsys: Captured
) -> None:
    target = codes_file(data)
    snomed_import.import_release(rf2.write(tmp_path / "good"), target)
    before = target.read_bytes()
    exit_code = main(["codes", "import", str(make(tmp_path)), "--json"])
    error = json.loads(capsys.readouterr().err)
    assert error["code"] == code
    assert told in error["message"]
    assert exit_code in {2, 4}
    # What was imported before stands, and nothing half-made is left.
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_release_without_maps_has_no_icd_codes(tmp_path: Path) -> None:
    target = codes_file(tmp_path)
    release = snomed_import.import_release(_without("map")(tmp_path), target)
    assert (release.mapped, release.maps) == (0, "")


def test_an_archive_and_its_folder_give_the_same_file(tmp_path: Path) -> None:
    first, second = tmp_path / "a.sqlite", tmp_path / "b.sqlite"
    snomed_import.import_release(rf2.write(tmp_path), first)
    snomed_import.import_release(rf2.write(tmp_path, as_zip=True), second)
    assert first.read_bytes() == second.read_bytes()


def test_an_archive_with_a_password_is_told(tmp_path: Path) -> None:
    archive = rf2.write(tmp_path, as_zip=True)
    data = bytearray(archive.read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(header)
        while place >= 0:
            data[place + flags] |= 1
            place = data.find(header, place + 4)
    archive.write_bytes(bytes(data))
    assert zipfile.is_zipfile(archive)
    with pytest.raises(BadInput) as told:
        snomed_import.import_release(archive, tmp_path / "codes.sqlite")
    assert told.value.code == "codes.unreadable"


def test_progress_grows_and_an_import_can_be_cancelled(tmp_path: Path) -> None:
    seen: list[tuple[str, float]] = []
    target = tmp_path / "codes" / "s.sqlite"
    snomed_import.import_release(rf2.write(tmp_path), target, progress=lambda part, share: seen.append((part, share)))
    assert [part for part, _ in seen] == ["concept", "description", "language", "map", "index"]
    assert [share for _, share in seen] == sorted(share for _, share in seen)
    before, stop = target.read_bytes(), Event()
    with pytest.raises(Cancelled):
        snomed_import.import_release(rf2.write(tmp_path), target, progress=lambda part, share: stop.set(), cancel=stop)
    assert target.read_bytes() == before
    assert [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_full_disk_is_told_and_nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = sqlite3.connect

    def small(*args: object, **kwargs: object) -> sqlite3.Connection:
        base = real(*args, **kwargs)  # type: ignore[call-overload]
        base.execute("PRAGMA max_page_count = 3")
        return base

    monkeypatch.setattr(snomed_import.sqlite3, "connect", small)
    with pytest.raises(BadInput) as told:
        snomed_import.import_release(rf2.write(tmp_path), tmp_path / "codes" / "s.sqlite")
    assert told.value.code == "codes.unwritable"
    assert "full" in str(told.value.params["reason"])
    assert list((tmp_path / "codes").iterdir()) == []


# Command line ------------------------------------------------------------------------------------------------


def test_import_status_draft_and_remove(tmp_path: Path, data: Path, capsys: Captured) -> None:
    assert main(["codes", "status"]) == 0
    assert "No SNOMED CT release" in capsys.readouterr().out
    assert main(["codes", "import", str(rf2.write(tmp_path, as_zip=True))]) == 0
    told = capsys.readouterr().out
    assert "SNOMED CT XX9999999 2026-01-31: 4 disorders and findings, 7 terms" in told
    assert "licence" in told
    assert main(["codes", "status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["terms"] == 7
    talk = tmp_path / "talk.txt"
    talk.write_text(TALK, encoding="utf-8")
    assert main(["scribe", "draft", str(talk), "--json"]) == 0
    assert rf2.sctid(101) in [one["snomed"] for one in json.loads(capsys.readouterr().out)["problems"]]
    assert main(["codes", "remove", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"removed": True}
    assert main(["codes", "remove"]) == 0
    assert not codes_file(data).exists()


def test_a_damaged_file_can_be_told_and_removed(data: Path, capsys: Captured) -> None:
    target = codes_file(data)
    target.parent.mkdir(parents=True)
    target.write_bytes(b"nothing")
    assert main(["codes", "status"]) == 6
    assert "codes import" in capsys.readouterr().err
    assert main(["codes", "remove"]) == 0
    assert not target.exists()


def test_errors_are_of_the_right_kind(tmp_path: Path) -> None:
    with pytest.raises(NotFound), snomed_import.Package(tmp_path / "nowhere"):
        raise AssertionError("opened")
    with pytest.raises(OpdError), snomed.opened(_damaged(tmp_path)):
        raise AssertionError("opened")


def _damaged(folder: Path) -> Path:
    base = sqlite3.connect(folder / "other.sqlite")
    base.execute("PRAGMA user_version = 99")
    base.close()
    return folder / "other.sqlite"
