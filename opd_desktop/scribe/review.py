"""The review of systems: for each system what was reported and what was denied, in one line with its evidence."""

from __future__ import annotations

from opd_desktop.domain.note import Section
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.pieces import REVIEW, SYSTEMS, Piece, listed, turns_of


def review(facts: dict[str, Fact]) -> list[Piece]:
    """One line per system that was talked about; nothing is called denied that was not asked or told."""
    systems: dict[str, list[Fact]] = {}
    joints = any(
        fact.concept.group == "Musculoskeletal" and fact.status.polarity == "present" for fact in facts.values()
    )
    for fact in facts.values():
        if fact.concept.kind == "symptom" and fact.concept.group and fact.status.polarity != "unclear":
            systems.setdefault(_system(fact, joints=joints), []).append(fact)
    ranked = sorted(systems, key=lambda name: (SYSTEMS.index(name) if name in SYSTEMS else len(SYSTEMS), name))
    return [_line(name, systems[name]) for name in ranked]


def _system(fact: Fact, *, joints: bool) -> str:
    """The system of a finding; a swelling beside a painful joint or limb is that joint's and not the heart's."""
    return "Musculoskeletal" if joints and fact.concept.name == "swelling" else fact.concept.group


def _line(system: str, facts: list[Fact]) -> Piece:
    said = []
    for verb, polarity, joiner in (("Reports", "present", "and"), ("Denies", "absent", "or")):
        names = [fact.concept.name for fact in facts if fact.status.polarity == polarity]
        if len(facts) > 1:
            names = [name for name in names if name != "pain"]
        if names:
            said.append(f"{verb} {listed(names, joiner)}.")
    return Piece(Section.SUBJECTIVE, REVIEW, f"{system}: {' '.join(said)}", turns_of(fact.turns for fact in facts))
