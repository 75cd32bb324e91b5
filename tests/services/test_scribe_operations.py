"""Drafting and validating as operations: typed, permitted, without a transaction held."""

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput, NotPermitted
from opd_desktop.domain.note import FindingKind, OrderType, Section
from opd_desktop.paths import RESOURCES
from opd_desktop.services import scribe
from opd_desktop.services.dto.scribe import DraftNote, ValidateNote
from tests.conftest import SignIn

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


@pytest.mark.parametrize("text", [None, "", "   "])
def test_nothing_to_draft_from_is_refused(database: URL, sign_in: SignIn, text: str | None) -> None:
    with pytest.raises(BadInput) as refused:
        sign_in("doctor").call(scribe.draft_note, DraftNote(text=text))
    assert refused.value.code == "scribe.nothing_given"


def test_reception_may_not_draft(database: URL, sign_in: SignIn) -> None:
    with pytest.raises(NotPermitted):
        sign_in("reception").call(scribe.draft_note, DraftNote(text=DICTATION))
