"""Drafting and validating as operations: typed, permitted, without a transaction held."""

import contextlib
import dataclasses
from pathlib import Path

import pytest
from sqlalchemy import URL

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import BadInput, NotPermitted
from opd_desktop.domain.note import Draft, FindingKind, OrderType, Section, Subject, Transcript, Validation
from opd_desktop.paths import RESOURCES
from opd_desktop.services import scribe
from opd_desktop.services.dto.scribe import DraftNote, ValidateNote
from opd_desktop.settings import Settings
from tests.conftest import SignIn
from tests.support import build

DICTATION = (RESOURCES / "samples" / "dictation.txt").read_text(encoding="utf-8")


def test_a_dictation_becomes_a_draft_with_orders_and_evidence(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    draft = doctor.call(scribe.draft_note, DraftNote(text=DICTATION))
    assert {one.section for one in draft.sentences} == set(Section)
    assert all(one.turns for one in draft.sentences)
    assert {OrderType.MEDICATION, OrderType.LAB} <= {one.order_type for one in draft.orders}
    assert any(one.icd10 == "J06.9" for one in draft.problems)
    assert doctor.call(scribe.draft_note, DraftNote(text=DICTATION)) == draft


def test_a_claim_that_nobody_made_is_found(database: URL, sign_in: SignIn) -> None:
    found = sign_in("doctor").call(
        scribe.validate_note, ValidateNote(note="Fever for nine days. No cough.", dialogue=DICTATION)
    )
    kinds = {one.kind for one in found.findings}
    assert kinds & {FindingKind.NUMBER, FindingKind.CONTRADICTED, FindingKind.NEGATION, FindingKind.UNSUPPORTED}


def test_a_note_is_held_against_the_patients_record(database: URL, sign_in: SignIn) -> None:
    request = ValidateNote(note="A 35-year-old man with a cough.", subject=Subject(age=53, sex="male"))
    (clash,) = (
        one for one in sign_in("doctor").call(scribe.validate_note, request).findings if one.kind is FindingKind.SEX_AGE
    )
    assert clash.severity == "high"


@pytest.mark.parametrize("text", [None, "", "   "])
def test_nothing_to_draft_from_is_refused(database: URL, sign_in: SignIn, text: str | None) -> None:
    with pytest.raises(BadInput) as refused:
        sign_in("doctor").call(scribe.draft_note, DraftNote(text=text))
    assert refused.value.code == "scribe.nothing_given"


class _Watched:
    """A scribe that counts its doctor's open transactions while it works."""

    def __init__(self, database: URL) -> None:
        self._database = database
        self.open_transactions: list[int] = []

    def draft(self, source: Transcript | str, **_options: object) -> Draft:
        self._look()
        return Draft(note=str(source))

    def validate(
        self, note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None
    ) -> Validation:
        self._look()
        return Validation(sentences=len(note))

    def _look(self) -> None:
        (row,) = build.rows(
            self._database,
            "SELECT count(*) FROM pg_stat_activity "
            "WHERE datname = current_database() AND usename = 'doctor' AND state <> 'idle'",
        )
        self.open_transactions.append(row["count"])


def test_no_transaction_is_open_while_the_scribe_works(database: URL, tmp_path: Path) -> None:
    """A draft takes seconds; a transaction held meanwhile would hold up everybody's locks and vacuum."""
    watched = _Watched(database)
    ports = dataclasses.replace(make_ports(Settings(data_dir=tmp_path)), scribe=watched)
    with contextlib.closing(open_clinic(database, "doctor", PASSWORD, "Desk 1", ports)) as doctor:
        assert doctor.call(scribe.draft_note, DraftNote(text="Doctor: hello.")).note == "Doctor: hello."
        assert doctor.call(scribe.validate_note, ValidateNote(note="Fever.")).sentences == 6
    assert watched.open_transactions == [0, 0]


def test_reception_may_not_draft(database: URL, sign_in: SignIn) -> None:
    with pytest.raises(NotPermitted):
        sign_in("reception").call(scribe.draft_note, DraftNote(text=DICTATION))
