"""Many visits at once: one answer a line, in order, whatever a line holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from opd_desktop.cli import main
from opd_desktop.scribe import batch
from tests.scribe.conftest import VISIT

TURNS = [
    {"turn_id": 10, "speaker": "DOCTOR", "text": "for your first problem , your hypertension ."},
    {"turn_id": 11, "speaker": "DOCTOR", "text": "i want to start you on lisinopril twenty milligrams once a day ."},
    {"turn_id": 12, "speaker": "DOCTOR", "text": "hey dragon , order a lipid panel ."},
    {"turn_id": 13, "speaker": "PATIENT", "text": "okay ."},
    {"turn_id": 14, "speaker": "DOCTOR", "text": "i'm gon na refer you to cardiology ."},
    {"turn_id": 15, "speaker": "DOCTOR", "text": "and i'll see you back in two weeks ."},
]
GOOD = {
    "draft": {"dialogue": VISIT},
    "orders": {"turns": TURNS},
    "sections": {"dialogue": "Doctor: Any known drug allergies?\nPatient: No."},
    "validate": {"note": "He has a cough.", "dialogue": VISIT},
}
EMPTY = {
    "draft": {"note": ""},
    "orders": {"orders": [], "mentioned": []},
    "sections": {"section_header": "", "section_text": ""},
    "validate": {"findings": []},
}


def run(tmp_path: Path, command: str, content: bytes) -> tuple[int, list[dict[str, Any]]]:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(content)
    code = main(["scribe", command, "--batch", str(source), str(target)])
    return code, [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]


def line(**row: Any) -> bytes:
    return json.dumps(row).encode() + b"\n"


@pytest.mark.parametrize("command", GOOD)
def test_every_command_answers_in_order_and_keeps_the_ids(tmp_path: Path, command: str) -> None:
    content = b"".join(line(id=identity, **GOOD[command]) for identity in ("b", 7, "a"))
    code, rows = run(tmp_path, command, content)
    assert code == 0
    assert [row["id"] for row in rows] == ["b", 7, "a"]
    assert all({**row, "id": 0} == {**rows[0], "id": 0} for row in rows)


@pytest.mark.parametrize("command", GOOD)
@pytest.mark.parametrize(
    "bad",
    [
        b"{",
        b"[1]",
        b"null",
        b'"text"',
        b'{"id": 3}',
        b'{"id": 3, "dialogue": 4, "turns": 4, "note": 4}',
        b'{"id": NaN}',
        b"\xff\xfe{}",
        b'{"id": "\\ud800"}',
        b"[" * 100_000,
    ],
)
def test_a_bad_line_has_its_reason_and_the_rest_goes_on(
    tmp_path: Path, command: str, bad: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    good = line(id="ok", **GOOD[command])
    code, rows = run(tmp_path, command, good + bad + b"\n\n" + good)
    assert code == 2
    assert [row["id"] for row in (rows[0], rows[2])] == ["ok", "ok"]
    assert "warnings" not in rows[2] or all(one["code"] != "bad_line" for one in rows[2]["warnings"])
    assert EMPTY[command].items() <= rows[1].items()
    assert rows[1]["warnings"][0]["code"] == "bad_line"
    assert rows[1]["warnings"][0]["message"].startswith("Line 2 could not be read: ")
    assert capsys.readouterr().err.startswith("opd-desktop: line 2: ")
    assert not list(tmp_path.glob("*.part"))


def test_a_byte_order_mark_and_an_empty_file_are_no_errors(tmp_path: Path) -> None:
    assert run(tmp_path, "sections", b"\xef\xbb\xbf" + line(id=1, **GOOD["sections"]))[0] == 0
    assert run(tmp_path, "orders", b"") == (0, [])


def test_a_fault_in_one_row_costs_no_other_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def trips(row: dict[str, Any]) -> dict[str, Any]:
        return {"orders": [1 // int(row["turns"])]}

    monkeypatch.setattr(batch, "ORDERS", batch.Command(trips, {"orders": []}))
    code, rows = run(tmp_path, "orders", line(id="a", turns=0) + line(id="b", turns=1))
    assert code == 2
    assert [row["orders"] for row in rows] == [[], [1]]
    assert "ZeroDivisionError" in rows[0]["warnings"][0]["message"]


def test_input_and_output_may_be_one_file(tmp_path: Path) -> None:
    file = tmp_path / "rows.jsonl"
    file.write_bytes(line(id="a", **GOOD["sections"]))
    assert main(["scribe", "sections", "--batch", str(file), str(file)]) == 0
    assert json.loads(file.read_text(encoding="utf-8"))["section_header"] == "ALLERGY"


def test_orders_are_told_in_the_rows_own_ids_and_in_the_words_that_were_said(tmp_path: Path) -> None:
    _, rows = run(tmp_path, "orders", line(id="x", turns=TURNS))
    orders = {order["order_type"]: order for order in rows[0]["orders"]}
    assert set(orders) == {"medication", "lab", "followup"}
    assert set(orders["medication"]) == {"order_type", "description", "reason", "provenance", "status"}
    assert orders["medication"]["description"].split() == ["lisinopril", "twenty", "milligrams", "once", "a", "day"]
    assert orders["medication"]["reason"] == "hypertension"
    assert orders["medication"]["provenance"] == [10, 11]
    assert orders["lab"]["description"] == "lipid panel"
    assert orders["followup"]["description"] == "see you back two weeks"
    assert orders["followup"]["provenance"] == [15]
    assert {order["status"] for order in rows[0]["orders"]} == {"ordered"}
    assert "cardiology" in rows[0]["mentioned"][0]["description"]


@pytest.mark.parametrize(
    "ids", [[0, 1, 2, 3, 4, 5], ["t1", "t2", "t3", "t4", "t5", "t6"], [5, 4, 3, 2, 1, 0], [1, 1, 1, 1, 1, 1]]
)
def test_any_kind_of_turn_id_is_given_back(ids: list[Any]) -> None:
    turns = [{**turn, "turn_id": identity} for turn, identity in zip(TURNS, ids, strict=True)]
    orders = {order["order_type"]: order for order in batch.orders_answer({"turns": turns})["orders"]}
    assert orders["lab"]["provenance"][-1] == ids[2]
    assert orders["followup"]["provenance"] == [ids[5]]


def test_blank_turns_do_not_shift_the_ids() -> None:
    turns = [{"turn_id": 1, "speaker": "DOCTOR", "text": "."}, {"turn_id": 2, "speaker": "DOCTOR", "text": " "}, *TURNS]
    orders = {order["order_type"]: order for order in batch.orders_answer({"turns": turns})["orders"]}
    assert orders["followup"]["provenance"] == [15]


def test_no_turns_are_no_orders() -> None:
    assert batch.orders_answer({"turns": []}) == {"orders": [], "mentioned": []}


def test_findings_have_the_five_fields(tmp_path: Path) -> None:
    _, rows = run(tmp_path, "validate", line(id=1, note="He has a fever of 40.", dialogue=VISIT))
    assert set(rows[0]) == {"id", "findings"}
    assert all(set(found) == {"sentence", "kind", "severity", "why", "turns"} for found in rows[0]["findings"])
    assert any(found["kind"] in {"unsupported", "contradicted"} for found in rows[0]["findings"])


def test_a_single_draft_prints_what_a_batch_holds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "visit.txt"
    file.write_text(VISIT, encoding="utf-8")
    assert main(["scribe", "draft", str(file), "--json"]) == 0
    single = json.loads(capsys.readouterr().out)
    _, rows = run(tmp_path, "draft", line(id="visit.txt", dialogue=VISIT))
    # The run card names the source, and with it the document's identity.
    differs = {"run_card", "bundle"}
    assert list(single) == list(rows[0])
    assert {k: v for k, v in single.items() if k not in differs} == {
        k: v for k, v in rows[0].items() if k not in differs
    }


@pytest.mark.parametrize(("command", "expected"), [("orders", "imaging"), ("sections", "GENHX")])
def test_one_file_as_text_and_as_json(
    tmp_path: Path, command: str, expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "visit.txt"
    file.write_text(VISIT, encoding="utf-8")
    assert main(["scribe", command, str(file)]) == 0
    assert expected in capsys.readouterr().out
    assert main(["scribe", command, str(file), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == "visit.txt"


@pytest.mark.parametrize("command", GOOD)
def test_neither_file_nor_batch_is_said(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scribe", command]) == 2
    assert "give a FILE or --batch IN OUT" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("command", "row", "told"),
    [
        ("draft", {}, '"dialogue" is missing, text or turns expected'),
        ("draft", {"dialogue": 5}, '"dialogue" holds a number'),
        ("orders", {"turns": None}, '"turns" holds null'),
        ("sections", {"dialogue": ["a"]}, '"dialogue" holds a list, text expected'),
        ("validate", {"note": "A cough.", "subject": {"age": "old"}}, '"subject" with "age" and "sex" expected'),
        ("validate", {"note": {"a": 1}}, '"note" holds an object, the text of the note expected'),
    ],
)
def test_the_field_at_fault_is_named(tmp_path: Path, command: str, row: dict[str, Any], told: str) -> None:
    code, rows = run(tmp_path, command, line(id="x", **row) + line(id="y", **GOOD[command]))
    assert code == 2
    assert rows[0]["warnings"][0]["message"].startswith("Line 1 could not be read")
    assert told in rows[0]["warnings"][0]["message"]
    assert "warnings" not in rows[1] or rows[1]["warnings"] == []


@pytest.mark.parametrize("start", [b'{"id": "cut"', b'{"id":"cut"'])
def test_a_line_that_breaks_behind_its_id_keeps_it(tmp_path: Path, start: bytes) -> None:
    code, answers = run(tmp_path, "draft", start + b', "dialogue": \n' + line(id=2, **GOOD["draft"]))
    assert code == 2
    assert [answer["id"] for answer in answers] == ["cut", 2]
    assert not answers[0]["note"]


def test_a_condition_of_one_sentence_is_not_that_of_another_in_the_same_turn() -> None:
    said = (
        "I think this is strep throat. Let's do a strep test and start azithromycin 500 mg once a day. "
        "Come back in a week if it's not better."
    )
    made = batch.orders_answer({"turns": [{"turn_id": 4, "speaker": "DOCTOR", "text": said}]})
    status = {order["order_type"]: order["status"] for order in (*made["orders"], *made["mentioned"])}
    assert (status["medication"], status["lab"]) == ("ordered", "ordered")
    assert {turn for order in made["orders"] for turn in order["provenance"]} == {4}


def test_the_time_of_the_visit_is_that_of_the_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = line(id=1, dialogue=VISIT, at="2026-03-02T09:30:00+05:30") + line(id=2, dialogue=VISIT, at="yesterday")
    code, rows = run(tmp_path, "draft", content)
    assert code == 2
    assert rows[0]["bundle"]["timestamp"] == "2026-03-02T04:00:00Z"
    assert '"at" is a time with an offset' in rows[1]["warnings"][0]["message"]
    capsys.readouterr()
    file = tmp_path / "visit.txt"
    file.write_text(VISIT, encoding="utf-8")
    assert main(["scribe", "draft", str(file), "--json", "--at", "2026-03-02T09:30:00+05:30"]) == 0
    assert json.loads(capsys.readouterr().out)["bundle"]["timestamp"] == "2026-03-02T04:00:00Z"
    assert main(["scribe", "draft", str(file), "--at", "2026-03-02"]) == 2
