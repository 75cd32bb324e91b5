"""From transcript to draft: extract, compose, code. Pure: same transcript, same draft, byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from opd_desktop.domain.note import Draft, DraftSentence, DraftWarning, Problem, RunCard, Section, Transcript
from opd_desktop.scribe import layout
from opd_desktop.scribe.allergies import allergies, placed, without_reactions
from opd_desktop.scribe.casing import cased
from opd_desktop.scribe.compose import compose
from opd_desktop.scribe.facts import vitals
from opd_desktop.scribe.languages import READ
from opd_desktop.scribe.orders import find_orders
from opd_desktop.scribe.pieces import Piece
from opd_desktop.scribe.problems import find_problems
from opd_desktop.scribe.snomed import Snomed
from opd_desktop.scribe.soundalike import corrected
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import prepare

RULES_VERSION = "rules-5"
"""Grows with every change of the rules that changes drafts."""

BLOCKING = frozenset({"no_speech", "low_coverage"})
"""Warnings of a transcript with which no draft is made."""


def draft(transcript: Transcript, codes: Snomed | None = None) -> Draft:
    """Draft a SOAP note from a transcript by rules alone, without model, network or clock.

    `codes` is the clinic's own terminology; its disorders are looked up besides those of the starter map.

    Where nothing can be drafted, `note` is empty and `warnings` say why.
    """
    card = RunCard(
        whisper=transcript.model,
        rules=RULES_VERSION,
        input_sha256=_digest(transcript),
        codes=codes.release.name if codes else "",
    )
    blocked = [warning for warning in transcript.warnings if warning.code in BLOCKING]
    if blocked or not transcript.turns:
        reasons = transcript.warnings or (DraftWarning(code="no_text"),)
        return Draft(warnings=reasons, run_card=card)
    if transcript.language not in READ:
        told = DraftWarning(code="language_not_read", params={"language": transcript.language})
        return Draft(warnings=(*transcript.warnings, told), run_card=card)
    heard, doubts = corrected(transcript)
    visit = prepare(heard)
    allergic = allergies(visit)
    visit = without_reactions(visit, allergic)
    orders = find_orders(visit)
    pieces, facts, complaint = compose(visit, orders)
    pieces = placed(pieces, visit, allergic)
    if visit.corrections:
        pieces = [replace(piece, turns=visit.evidence(piece.turns)) for piece in pieces]
        orders = [order.model_copy(update={"turns": visit.evidence(order.turns)}) for order in orders]
    warnings = [*transcript.warnings, *doubts]
    clinical = any(line.mentions for line in visit.lines) or bool(vitals(visit.lines))
    if not pieces or not clinical:
        return Draft(warnings=(*warnings, DraftWarning(code="nothing_clinical")), run_card=card)
    problems = find_problems(visit, facts, complaint, codes)
    pieces = with_assessment(pieces, problems)
    if transcript.speaker_guess:
        warnings.append(DraftWarning(code="speakers_guessed"))
    warnings += [
        DraftWarning(code="section_empty", params={"section": section.value})
        for section in Section
        if not any(piece.section is section for piece in pieces)
    ]
    made = Draft(problems=tuple(problems), orders=tuple(orders), warnings=tuple(warnings), run_card=card)
    return with_sentences(made, _numbered(pieces, transcript))


def with_sentences(made: Draft, sentences: Sequence[DraftSentence]) -> Draft:
    """`made` with these sentences, and its note and section texts built from them."""
    rows = tuple(sentences)
    texts = {section: layout.section_text(rows, section) for section in Section}
    return made.model_copy(update={"sentences": rows, "note": layout.note_text(rows), "sections": texts})


def with_assessment(pieces: list[Piece], problems: Sequence[Problem]) -> list[Piece]:
    """`pieces` with the coded problems as assessment where the doctor said no assessment in words."""
    if any(piece.section is Section.ASSESSMENT for piece in pieces) or not problems:
        return pieces
    named = [Piece(Section.ASSESSMENT, None, finish(cased(_as_said(p))), p.turns) for p in problems[:4]]
    before = [piece for piece in pieces if piece.section is not Section.PLAN]
    return [*before, *named, *(piece for piece in pieces if piece.section is Section.PLAN)]


def _as_said(problem: Problem) -> str:
    """The problem's clinical name, or the words that were said where the name says more than they do."""
    said = problem.why.removeprefix("said: ").partition("; ")[0].lower()
    qualified = problem.certainty == "suspected" or problem.text.startswith("history of ")
    return said if said and said in problem.text and not qualified else problem.text


def _numbered(pieces: list[Piece], transcript: Transcript) -> tuple[DraftSentence, ...]:
    times = {turn.id: turn for turn in transcript.turns}
    order = list(Section)
    rows = []
    for number, piece in enumerate(sorted(pieces, key=lambda p: order.index(p.section)), start=1):
        spans = [times[turn] for turn in piece.turns if turn in times]
        starts = [turn.start for turn in spans if turn.start is not None]
        ends = [turn.end for turn in spans if turn.end is not None]
        rows.append(
            DraftSentence(
                id=f"s{number}",
                section=piece.section,
                text=piece.text,
                turns=piece.turns,
                start=min(starts) if starts else None,
                end=max(ends) if ends else None,
                heading=piece.heading,
                problem=piece.problem,
            )
        )
    return tuple(rows)


def _digest(transcript: Transcript) -> str:
    return hashlib.sha256(transcript.model_dump_json().encode()).hexdigest()
