"""What the scribe learns when a doctor signs, and what the doctor may do with it."""

from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import ChangedElsewhere, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import DraftSentence, NoteSentence, Section
from opd_desktop.domain.note_template import Heading
from opd_desktop.domain.scribe_rules import ACTIVE_AFTER, LearnedRule
from opd_desktop.services import encounters, scribe, scribe_rules, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import RunUndo
from opd_desktop.services.dto.encounters import (
    CompleteEncounter,
    NoteDto,
    PatchEncounter,
    ReopenEncounter,
    SignNote,
)
from opd_desktop.services.dto.scribe import DraftNote
from opd_desktop.services.dto.scribe_rules import ChangeRule, ListRules, RemoveRule, RuleDto
from tests.conftest import SignIn
from tests.services.test_encounters import begun
from tests.support import build

_S = Section.SUBJECTIVE


def drafted(text: str, number: int, heading: Heading) -> DraftSentence:
    return DraftSentence(id=f"s{number}", section=_S, text=text, turns=(number,), heading=heading)


DRAFT = (
    drafted("A pleasant lady with fever.", 1, Heading.HISTORY),
    drafted("Eyes: negative.", 2, Heading.REVIEW),
)
EDITED = NoteDto(
    sentences=(
        NoteSentence(
            text="A friendly lady with fever.", section=_S, origin="edited", turns=(1,), heading=Heading.HISTORY
        ),
    )
)
FRIENDLY = LearnedRule(kind="replace", before="pleasant", after="friendly")
NO_REVIEW = LearnedRule(kind="leave-out", heading=Heading.REVIEW)


def finished(database: URL) -> UUID:
    """A visit of Dr Rao that is over and not signed."""
    key = uuid7()
    with build.owner(database) as owner:
        owner.exec_driver_sql(
            "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, status) "
            "VALUES (%s, %s, %s, %s, 'finished')",
            (key, build.CITY, build.patient(database, "Li Wei"), build.RAO),
        )
    return key


def sign(
    database: URL, sign_in: SignIn, note: NoteDto = EDITED, draft: tuple[DraftSentence, ...] = DRAFT
) -> tuple[RuleDto, ...]:
    doctor, key = sign_in("doctor"), finished(database)
    doctor.call(encounters.patch, PatchEncounter(id=key, note=note))
    return doctor.call(encounters.sign, SignNote(id=key, drafted=draft)).learned


def rules(clinic: Clinic, *, candidates: bool = False) -> tuple[RuleDto, ...]:
    return clinic.call(scribe_rules.list_, ListRules(candidates=candidates))


def learned(database: URL, sign_in: SignIn) -> tuple[RuleDto, ...]:
    for _visit in range(ACTIVE_AFTER - 1):
        assert sign(database, sign_in) == ()
    return sign(database, sign_in)


def test_an_edit_of_three_signed_visits_becomes_a_rule(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    assert sign(database, sign_in) == ()
    assert rules(doctor) == ()
    assert [(one.seen, one.active, one.learned_at) for one in rules(doctor, candidates=True)] == [(1, False, None)] * 2
    assert sign(database, sign_in) == ()
    found = sign(database, sign_in)
    assert {one.rule for one in found} == {FRIENDLY, NO_REVIEW}
    assert all(one.active and one.seen == ACTIVE_AFTER and one.learned_at for one in found)
    assert set(rules(doctor)) == set(found)
    assert sign(database, sign_in) == ()
    assert {one.seen for one in rules(doctor)} == {ACTIVE_AFTER + 1}


def test_completing_with_a_signature_learns_as_well_and_without_one_nothing(database: URL, sign_in: SignIn) -> None:
    for _visit in range(ACTIVE_AFTER - 1):
        sign(database, sign_in)
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=EDITED))
    done = doctor.call(encounters.complete, CompleteEncounter(id=row.id, drafted=DRAFT))
    assert (done.learned, rules(doctor)) == ((), ())
    doctor.call(encounters.reopen, ReopenEncounter(id=row.id))
    signed = doctor.call(encounters.complete, CompleteEncounter(id=row.id, sign=True, drafted=DRAFT))
    assert {one.rule for one in signed.learned} == {FRIENDLY, NO_REVIEW}


def test_a_draft_signed_as_it_was_teaches_nothing(database: URL, sign_in: SignIn) -> None:
    same = NoteDto(
        sentences=tuple(
            NoteSentence(text=one.text, section=one.section, origin="draft", turns=one.turns, heading=one.heading or "")
            for one in DRAFT
        )
    )
    sign(database, sign_in, same)
    sign(database, sign_in, EDITED, ())
    assert rules(sign_in("doctor"), candidates=True) == ()


def test_one_visit_counts_once_however_often_the_words_come_up(database: URL, sign_in: SignIn) -> None:
    twice = (DRAFT[0], drafted("A pleasant lady with cough.", 3, Heading.HISTORY))
    note = NoteDto(
        sentences=(
            *EDITED.sentences,
            NoteSentence(text="A friendly lady with cough.", section=_S, origin="edited", turns=(3,)),
        )
    )
    sign(database, sign_in, note, twice)
    (one,) = rules(sign_in("doctor"), candidates=True)
    assert (one.rule, one.seen) == (FRIENDLY, 1)


def test_a_rule_turned_off_stays_off_when_it_is_seen_again(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    for one in learned(database, sign_in):
        off = doctor.call(scribe_rules.change, ChangeRule(id=one.id, row_version=one.row_version, active=False))
        assert not off.active
        with pytest.raises(ChangedElsewhere):
            doctor.call(scribe_rules.change, ChangeRule(id=one.id, row_version=one.row_version, active=True))
    assert sign(database, sign_in) == ()
    assert [(one.seen, one.active) for one in rules(doctor)] == [(ACTIVE_AFTER + 1, False)] * 2
    again = rules(doctor)[0]
    assert doctor.call(scribe_rules.change, ChangeRule(id=again.id, active=True)).active


def test_a_rule_the_other_way_round_replaces_it(database: URL, sign_in: SignIn) -> None:
    learned(database, sign_in)
    back_draft = (drafted("A friendly lady with fever.", 1, Heading.HISTORY),)
    back = NoteDto(
        sentences=(
            NoteSentence(
                text="A pleasant lady with fever.", section=_S, origin="edited", turns=(1,), heading=Heading.HISTORY
            ),
        )
    )
    for _visit in range(ACTIVE_AFTER):
        found = sign(database, sign_in, back, back_draft)
    assert [one.rule for one in found] == [LearnedRule(kind="replace", before="friendly", after="pleasant")]
    on = {one.rule: one.active for one in rules(sign_in("doctor"))}
    assert on == {FRIENDLY: False, NO_REVIEW: True, found[0].rule: True}


def test_a_removed_rule_is_forgotten_and_can_be_had_back(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    before = learned(database, sign_in)
    one = before[0]
    gone = doctor.call(scribe_rules.remove, RemoveRule(id=one.id, row_version=one.row_version))
    assert gone.rule == one
    assert one.rule not in {left.rule for left in rules(doctor)}
    with pytest.raises(NotFound):
        doctor.call(scribe_rules.remove, RemoveRule(id=one.id))
    assert doctor.call(undo.run, RunUndo(id=gone.undo.id)).label == "scribe_rule.removed"
    restored = next(left for left in rules(doctor) if left.rule == one.rule)
    assert (restored.seen, restored.active, restored.learned_at) == (one.seen, one.active, one.learned_at)


def test_a_doctors_rules_are_that_doctors_alone(database: URL, sign_in: SignIn) -> None:
    one = learned(database, sign_in)[0]
    other = sign_in("doctor2")
    assert rules(other, candidates=True) == ()
    for attempt in (
        lambda: other.call(scribe_rules.change, ChangeRule(id=one.id, active=False)),
        lambda: other.call(scribe_rules.remove, RemoveRule(id=one.id)),
    ):
        with pytest.raises(NotFound):
            attempt()
    for login in ("reception", "manager", "admin"):
        with pytest.raises(NotPermitted):
            rules(sign_in(login))


def test_the_next_draft_follows_the_rules_and_says_so(database: URL, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    active = tuple(one.rule for one in learned(database, sign_in))
    text = (
        "[doctor] what brings you in ?\n[patient] i've had a fever for 3 days .\n[doctor] any cough ?\n[patient] no ."
    )
    plain = doctor.call(scribe.draft_note, DraftNote(text=text))
    assert any(one.heading == Heading.REVIEW for one in plain.sentences)
    made = doctor.call(scribe.draft_note, DraftNote(text=text, rules=active))
    assert {one.heading for one in made.left_out} == {Heading.REVIEW}
    assert {one.id for one in (*made.sentences, *made.left_out)} == {one.id for one in plain.sentences}
    assert made.run_card.learned == ("leave out: REVIEW OF SYSTEMS",)
