"""What the scribe hears and drafts: transcripts, drafts, findings, and the sentences of a signed note.

Pure data shared by the scribe process, the services and the desk. A turn is one numbered sentence of the
visit; everything drafted points back to turns, so that a reader can always ask "who said that, and when".
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Speaker = Literal["doctor", "patient", "other", "unknown"]
Origin = Literal["human", "draft", "edited"]
Severity = Literal["low", "medium", "high"]
Certainty = Literal["confirmed", "suspected"]
AdministrativeGender = Literal["female", "male", "other", "unknown"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Section(StrEnum):
    """The four parts of a SOAP note, in the order in which they are read."""

    SUBJECTIVE = "subjective"
    OBJECTIVE = "objective"
    ASSESSMENT = "assessment"
    PLAN = "plan"


class OrderType(StrEnum):
    """Kinds of order, named as in MEDIQA-OE (https://github.com/jpcorb20/mediqa-oe)."""

    MEDICATION = "medication"
    LAB = "lab"
    IMAGING = "imaging"
    FOLLOWUP = "followup"


class OrderStatus(StrEnum):
    """How far the conversation took an order; only ORDERED was said by the doctor as a decision."""

    CONSIDERED = "considered"
    ORDERED = "ordered"
    CONDITIONAL = "conditional"
    DECLINED = "declined"
    ALREADY_TAKING = "already_taking"


class FindingKind(StrEnum):
    """What validation says about one sentence, or (MISSING, SECTION) about the note as a whole."""

    SUPPORTED = "supported"
    PARTLY = "partly"
    UNSUPPORTED = "unsupported"
    CONTRADICTED = "contradicted"
    MISSING = "missing"
    NUMBER = "number"
    LATERALITY = "laterality"
    NEGATION = "negation"
    MEDICATION = "medication"
    ALLERGY = "allergy"
    SEX_AGE = "sex_age"
    SECTION = "section"
    CODE = "code"


def _empty(value: object) -> bool:
    return not value


class Word(_Frozen):
    """A recognised word, its times in seconds from the start of the recording."""

    text: str
    start: float
    end: float


class Turn(_Frozen):
    """One numbered sentence. Times are seconds from the start of the recording, None without audio.

    `words` are its words as they were recognised; none for text, and left out of its JSON then.
    """

    id: int = Field(ge=1)
    speaker: Speaker
    text: str
    start: float | None = None
    end: float | None = None
    words: tuple[Word, ...] = Field(default=(), exclude_if=_empty)

    @property
    def heard(self) -> tuple[float, float] | None:
        """From its first word to its last, in seconds; None without audio."""
        if self.words:
            return self.words[0].start, max(word.end for word in self.words)
        return None if self.start is None else (self.start, self.end if self.end is not None else self.start)


def stretches(turns: Iterable[Turn], gap_s: float = 0.4) -> tuple[tuple[float, float], ...]:
    """Where turns are heard, in the order of time; those nearer than `gap_s` seconds are one stretch."""
    found: list[tuple[float, float]] = []
    for start, end in sorted(turn.heard for turn in turns if turn.heard):
        if found and start - found[-1][1] <= gap_s:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


class DraftWarning(_Frozen):
    """A reason to look twice, as a code and its parameters; the desk and the command line word it."""

    code: str
    params: dict[str, str | int | float] = Field(default_factory=dict)
    message: str = ""


class Transcript(_Frozen):
    """A visit as numbered turns.

    `duration_s` is the length of the recording, `speech_s` what the voice detector took for speech (both 0
    for text). `speaker_guess` says that the speakers were inferred and should be shown as a guess.
    """

    turns: tuple[Turn, ...] = ()
    language: str = "en"
    duration_s: float = 0.0
    speech_s: float = 0.0
    source: str = ""
    warnings: tuple[DraftWarning, ...] = ()
    speaker_guess: bool = False
    model: str = ""

    @property
    def text(self) -> str:
        """All turns as one text, without speakers."""
        return " ".join(turn.text for turn in self.turns)


class DraftSentence(_Frozen):
    """One sentence of a draft with the turns that prove it and their span in the recording (seconds).

    `heading` is the note's heading, or in assessment and plan the kind of statement ("Medical Treatment"); `problem` is
    the problem that such a sentence is about, "" where none was named.
    `extracted` is what the rules wrote where a language model reworded it, else None.
    """

    id: str
    section: Section
    text: str
    turns: tuple[int, ...] = ()
    start: float | None = None
    end: float | None = None
    heading: str | None = None
    problem: str = ""
    extracted: str | None = None


class CodeCard(_Frozen):
    """Why a code was proposed and what the ICD-10-CM tabular list says about it, its category's notes among it.

    `billable` is false for a code that must be made more specific; `nearby` are (code, display) of its neighbours.
    """

    matched: tuple[str, ...] = ()
    billable: bool = True
    includes: tuple[str, ...] = ()
    excludes1: tuple[str, ...] = ()
    excludes2: tuple[str, ...] = ()
    code_first: tuple[str, ...] = ()
    use_additional: tuple[str, ...] = ()
    nearby: tuple[tuple[str, str], ...] = ()


class Problem(_Frozen):
    """A diagnosis or complaint with candidate codes. `confidence` is 0..1, `why` names the matched words.

    `explain` is the card of the ICD-10-CM code where there is one. A suspected diagnosis says so in its `text` and has
    no code: outpatient coding takes none that is uncertain (ICD-10-CM Official Guidelines, IV.H).
    """

    text: str
    icd10: str | None = None
    icd10_display: str | None = None
    snomed: str | None = None
    snomed_display: str | None = None
    confidence: float = Field(ge=0.0, le=1.0)
    turns: tuple[int, ...] = ()
    why: str = ""
    explain: CodeCard | None = None
    certainty: Certainty = "confirmed"


_STOP = "stop "


class Order(_Frozen):
    """Something to be done, as said. Nothing is ordered until a doctor confirms it in the encounter."""

    order_type: OrderType
    description: str
    reason: str = ""
    status: OrderStatus
    turns: tuple[int, ...] = ()

    @property
    def stops(self) -> str:
        """The drug that is to be stopped ("stop ibuprofen"), or empty where something is given or done."""
        stopped = self.order_type is OrderType.MEDICATION and self.description.lower().startswith(_STOP)
        return self.description[len(_STOP) :].strip() if stopped else ""


class Finding(_Frozen):
    """One result of validation. `sentence` is the one judged, or for MISSING what was said but not noted."""

    sentence: str
    kind: FindingKind
    severity: Severity = "low"
    why: str = ""
    turns: tuple[int, ...] = ()
    section: Section | None = None


class RunCard(_Frozen):
    """What made a draft, enough to make the same one again; goes into the FHIR Provenance.

    `llm` is "backend:model", `llm_digest` the SHA-256 of its weights or manifest, `llm_runtime` what ran it; `codes`
    the terminology release that was looked into besides the starter map ("SNOMED CT INT 2026-01-01"); `template` and
    `language` the note template by its key, `learned` the rules learned from the doctor that changed this draft. Those
    that are empty are left out of the JSON.
    """

    whisper: str = ""
    rules: str = ""
    llm: str = ""
    llm_digest: str = ""
    llm_runtime: str = ""
    prompt: str = ""
    settings: dict[str, str | int | float | bool] = Field(default_factory=dict)
    input_sha256: str = ""
    codes: str = Field(default="", exclude_if=_empty)
    template: str = Field(default="", exclude_if=_empty)
    language: str = Field(default="", exclude_if=_empty)
    learned: tuple[str, ...] = Field(default=(), exclude_if=_empty)


class Draft(_Frozen):
    """A drafted note. `note` is the text with headings, `sections` the same by section, `bundle` FHIR R4.

    An empty `note` with warnings means that nothing could be drafted, and why. `left_out` are the sentences that a rule
    learned from the doctor sets apart: not in the note, and to be had back.
    """

    note: str = ""
    sentences: tuple[DraftSentence, ...] = ()
    sections: dict[Section, str] = Field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    orders: tuple[Order, ...] = ()
    warnings: tuple[DraftWarning, ...] = ()
    run_card: RunCard = Field(default_factory=RunCard)
    bundle: dict[str, Any] | None = None
    left_out: tuple[DraftSentence, ...] = Field(default=(), exclude_if=_empty)


class Subject(_Frozen):
    """Whom a note is about, as the patient's record has it. None and "unknown" say nothing.

    Attributes:
        age: completed years.
        sex: FHIR's AdministrativeGender.
    """

    age: int | None = None
    sex: AdministrativeGender = "unknown"


class Validation(_Frozen):
    """What `validate` found, with counts of the note's sentences by verdict and of missing facts."""

    findings: tuple[Finding, ...] = ()
    sentences: int = 0
    supported: int = 0
    partly: int = 0
    unsupported: int = 0
    contradicted: int = 0
    missing: int = 0
    warnings: tuple[DraftWarning, ...] = ()


class NoteSentence(_Frozen):
    """A sentence as it stands in the encounter's note, with where it came from.

    `heading` is a code of `domain.note_template.Heading` ("" for none), `problem` what a line of assessment or plan is
    about. `turns` prove it; `start` and `end` are their seconds in the recording, None without one.
    """

    text: str
    section: Section
    origin: Origin = "human"
    turns: tuple[int, ...] = ()
    heading: str = ""
    problem: str = ""
    start: float | None = None
    end: float | None = None
