"""A visit written down as a note: what was extracted, in sentences with their evidence, in the order of reading."""

from __future__ import annotations

import re
from dataclasses import replace

from opd_desktop.domain.note import Order, Section
from opd_desktop.scribe import exam, history, planning, relatives
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe.casing import cased
from opd_desktop.scribe.complaint import chief_complaint
from opd_desktop.scribe.facts import Fact, Vital, findings, settled, vitals
from opd_desktop.scribe.joining import Said, joined, view
from opd_desktop.scribe.lexicon import Concept
from opd_desktop.scribe.pieces import Piece
from opd_desktop.scribe.polish import polished
from opd_desktop.scribe.review import review
from opd_desktop.scribe.rewrite import action_sentence, doctor_sentence, named_once, opens_action
from opd_desktop.scribe.visit import Visit


def compose(visit: Visit, orders: list[Order]) -> tuple[list[Piece], dict[str, Fact], Concept | None]:
    """The pieces of the note with the settled findings and the complaint that the visit is about."""
    facts = findings(visit)
    known = settled(facts)
    complaint, chief = chief_complaint(visit, known)
    if visit.dictation:
        from opd_desktop.scribe.dictation import dictated

        return _written([*chief, *(_third_person(piece, visit) for piece in dictated(visit))]), known, complaint
    rows = joined(visit)
    whole = view(rows, visit)
    found = [
        *chief,
        *relatives.family(facts, whole),
        *history.history(rows, whole, known, {vital.turn for vital in _measured(whole)}),
        *history.denials(known),
        *history.past(visit),
        *history.medications(orders),
        *review(known),
        *_objective(rows, whole),
        *planning.with_orders(planning.assessment_and_plan(rows, whole), orders),
    ]
    return _written(found), known, complaint


_SPEAKS = re.compile(r"\b(?:i|i'm|i've|i'll|i'd|me|my|we|we'll|let's|us|our)\b", re.IGNORECASE)


def _third_person(piece: Piece, visit: Visit) -> Piece:
    """A dictated sentence without who dictates it; one that does not speak of them stays word for word."""
    if not _SPEAKS.search(piece.text):
        return piece
    write = action_sentence if piece.section is Section.PLAN and opens_action(piece.text) else doctor_sentence
    return replace(piece, text=write(piece.text, visit.person))


def _written(pieces: list[Piece]) -> list[Piece]:
    """The pieces without repeats, with capitals, by heading in the order in which a note is read."""
    kept = part.without_repeats(
        replace(one, text=cased(named_once(one.text)), problem=cased(one.problem)) for one in map(polished, pieces)
    )
    place = {heading: number for number, heading in enumerate(part.ORDER)}
    return sorted(kept, key=lambda piece: place.get(piece.heading or "", len(place)))


def _measured(visit: Visit) -> list[Vital]:
    """The vital signs of the visit. What only a third person tells of one is as it was at home: who measures in the
    room reads out more than one."""
    lines = [line for line in visit.lines if line.speaker != "patient" and line.phase != "plan"]
    others = vitals([line for line in lines if line.speaker == "other"])
    return vitals([line for line in lines if line.speaker != "other" or len(others) > 1])


def _objective(rows: list[Said], visit: Visit) -> list[Piece]:
    measured = _measured(visit)
    turns = {row.line.id: row.turns for row in rows}
    found = [
        Piece(Section.OBJECTIVE, part.VITALS, f"{vital.name} {vital.value}.", turns.get(vital.turn, (vital.turn,)))
        for vital in measured
    ]
    told = {vital.turn for vital in measured}
    return [*found, *exam.examined(rows, visit, told)]
