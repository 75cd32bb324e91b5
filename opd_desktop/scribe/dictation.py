"""A doctor dictating alone: the spoken headings, or failing those the content, say where a sentence goes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from opd_desktop.domain.note import Section
from opd_desktop.scribe import exam
from opd_desktop.scribe import pieces as layout
from opd_desktop.scribe.complaint import PRESENTS
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.facts import vitals
from opd_desktop.scribe.history import INTRO
from opd_desktop.scribe.pieces import Piece
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Line, Visit

_HEADINGS: tuple[tuple[str, Section, str | None], ...] = (
    (r"chief complaint|presenting complaint", Section.SUBJECTIVE, layout.CHIEF),
    (
        r"subjective|history of (?:the )?present(?:ing)? illness|history|hpi",
        Section.SUBJECTIVE,
        layout.HISTORY,
    ),
    (r"review of systems", Section.SUBJECTIVE, layout.REVIEW),
    (r"past (?:medical )?history", Section.SUBJECTIVE, layout.PAST),
    (r"(?:current )?medications?", Section.SUBJECTIVE, layout.MEDICATIONS),
    (r"allergies", Section.SUBJECTIVE, layout.ALLERGIES),
    (r"family history", Section.SUBJECTIVE, layout.FAMILY),
    (r"objective|physical exam(?:ination)?|on examination|examination|exam", Section.OBJECTIVE, layout.EXAM),
    (r"vital signs?|vitals", Section.OBJECTIVE, layout.VITALS),
    (r"results?|investigations?", Section.OBJECTIVE, layout.RESULTS),
    (r"assessment|impression|diagnosis", Section.ASSESSMENT, None),
    (r"plan|treatment", Section.PLAN, None),
)
_COMPILED = tuple(
    (
        re.compile(rf"^(?:the )?(?:{words})\b(?:\s*[:.,-]+\s*|\s*$|(?<=examination)\s+)", re.IGNORECASE),
        section,
        heading,
    )
    for words, section, heading in _HEADINGS
)
_FIRM = re.compile(r"^(?:the )?(?:subjective|objective|assessment|impression|plan)\b", re.IGNORECASE)
_PLAN = re.compile(
    r"\b(?:prescrib\w*|start|give|given|take|tablets?|order(?:ed)?|advise[d]?|review (?:in|after)|"
    r"follow[- ]?up(?! of\b)|"
    r"come back|return|refer\w*|send|"
    r"continue|increase|decrease|repeat|recheck|rest|fluids|plan|request\w*|to be done|times? a day|daily for)\b",
    re.IGNORECASE,
)
_ASSESSMENT = re.compile(
    r"\b(?:impression|diagnos\w*|assessment|likely|probable|consistent with|suggestive of|suspect\w*|"
    r"this looks like|i think)\b",
    re.IGNORECASE,
)
_DIAGNOSIS_IS = re.compile(r"^(?:the |my |working )*(?:diagnosis|impression|assessment)\s*(?:is|:|,)\s*", re.IGNORECASE)
_OBJECTIVE = re.compile(
    r"\b(?:blood pressure|temperature|pulse|heart rate|respiratory rate|saturation|on examination|exam|throat is|"
    r"lungs (?:are|clear)|chest (?:is )?clear|clear to auscultation|"
    r"abdomen is|tender|no rash|lymph nodes?|tonsils?|heart sounds|murmur|pharynx|tympanic)\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"\b(?:ekg|ecg|electrocardiogram|x-?rays?|ct|mri|echo(?:cardiogram)?|ultrasound|labs?|urinalysis|cbc)\b"
    r"[^.]{0,40}\b(?:shows?|showed|reveal(?:s|ed)|demonstrate[sd])\b",
    re.IGNORECASE,
)


def dictated(visit: Visit) -> list[Piece]:
    """The dictation as pieces of a note, in the order of the sections.

    A spoken SOAP heading holds until the next one. A softer one ("on examination") holds until a sentence is plainly
    a diagnosis or a plan.
    """
    pieces: list[Piece] = []
    section: Section | None = None
    heading: str | None = None
    firm = False
    for line in visit.lines:
        text = line.text
        named = _heading(text)
        if named:
            section, heading, rest = named
            firm = bool(_FIRM.match(text))
            text = text[rest:]
            if not text.strip(" .,:"):
                continue
        where, under = _by_content(line, text)
        if section and (firm or where not in {Section.ASSESSMENT, Section.PLAN}):
            where, under = section, heading
        elif section:
            section = None
        pieces += _pieces(line, text, where, under, visit)
    order = list(Section)
    return sorted(pieces, key=lambda piece: order.index(piece.section))


def _heading(text: str) -> tuple[Section, str | None, int] | None:
    for rule, section, heading in _COMPILED:
        match = rule.match(text)
        if match:
            return section, heading, match.end()
    return None


def _by_content(line: Line, text: str) -> tuple[Section, str | None]:
    if PRESENTS.search(text) or INTRO.search(text):
        return Section.SUBJECTIVE, layout.HISTORY
    if _ASSESSMENT.search(text):
        return Section.ASSESSMENT, None
    if vitals([line]):
        return Section.OBJECTIVE, layout.VITALS
    if _RESULT.search(text):
        return Section.OBJECTIVE, layout.RESULTS
    if _OBJECTIVE.search(text):
        return Section.OBJECTIVE, layout.EXAM
    if _PLAN.search(text) and not re.search(
        r"\b(?:has been taking|is on|takes|was given|history)\b", text, re.IGNORECASE
    ):
        return Section.PLAN, None
    if (
        line.has("disorder")
        and len(text.split()) <= 6
        and all(status_of(text, m).polarity == "present" for m in line.mentions)
    ):
        return Section.ASSESSMENT, None
    return Section.SUBJECTIVE, layout.HISTORY


def _pieces(line: Line, text: str, section: Section, heading: str | None, visit: Visit) -> Iterator[Piece]:
    if section is Section.OBJECTIVE:
        measured = vitals([line])
        if measured and not exam.is_finding(_rest(line, text)):
            for vital in measured:
                yield Piece(section, layout.VITALS, f"{vital.name} {vital.value}.", (line.id,))
            return
        heading = layout.VITALS if measured and heading == layout.EXAM else heading
    if section is Section.ASSESSMENT:
        text = _DIAGNOSIS_IS.sub("", text)
    written = finish(text)
    if written:
        yield Piece(section, heading, written, (line.id,))


def _rest(line: Line, text: str) -> Line:
    """The line without its measured values, to see whether it also tells a finding."""
    left = re.sub(
        r"\b(?:blood pressure|temperature|pulse|heart rate|respiratory rate|oxygen saturation|saturation|weight|"
        r"height|is|and|degrees|celsius|fahrenheit)\b|[\d./%]+",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return Line(line.id, line.speaker, " ".join(left.split()), False, line.phase, line.mentions)
