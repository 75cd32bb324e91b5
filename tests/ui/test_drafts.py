"""Typed text survives, and only the person who typed it can read it."""

from pathlib import Path

from opd_desktop.ui.drafts import Drafts

SECRET = "chest pain since Monday"


def test_a_draft_survives_the_program(tmp_path: Path) -> None:
    Drafts(tmp_path, "reception", "pw-one").put("booking", {"reason": SECRET})
    assert Drafts(tmp_path, "reception", "pw-one").get("booking") == {"reason": SECRET}


def test_nobody_else_reads_it(tmp_path: Path) -> None:
    Drafts(tmp_path, "reception", "pw-one").put("booking", {"reason": SECRET})
    assert Drafts(tmp_path, "reception", "another").get("booking") is None
    assert Drafts(tmp_path, "doctor", "pw-one").get("booking") is None
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert all(SECRET.encode() not in path.read_bytes() for path in files)
    assert all("booking" not in path.name and "reception" not in str(path.relative_to(tmp_path)) for path in files)


def test_dropped_and_damaged_drafts_are_no_drafts(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path, "reception", "pw-one")
    drafts.put("a", {"x": 1})
    drafts.drop("a")
    drafts.drop("a")
    assert drafts.get("a") is None
    drafts.put("b", {"x": 1})
    for path in tmp_path.rglob("*.draft"):
        path.write_bytes(b"half a fi")
    assert drafts.get("b") is None
