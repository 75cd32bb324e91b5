"""A transcript prepared for extraction: tidied lines with speaker, phase of the visit, concepts and the person."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from opd_desktop.domain.note import Speaker, Transcript
from opd_desktop.scribe.clauses import split_clauses
from opd_desktop.scribe.corrections import corrected_speech
from opd_desktop.scribe.lexicon import Mention, lexicon
from opd_desktop.scribe.numbers import to_digits
from opd_desktop.scribe.phases import Phase, phases
from opd_desktop.scribe.speakers import is_dictation
from opd_desktop.scribe.text import sentences, tidy, without_opener

_TAG_QUESTION = re.compile(
    r"[,.]?\s*(?:okay|ok|all right|alright|right|does that (?:sound|make)[^?]*|sound good|you know)\s*\?$",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^(?:(?:and|so|but|okay|now|um)[, ]+)*(?:have you|do you|are you|did you|does (?:it|that|your|anything)|"
    r"is (?:it|there|your)|"
    r"any |how (?:long|often|about|is|are|has|have|do|did|was|many|much)|what (?:about|is|are|makes|brings|happened|"
    r"have|did|do|kind)|"
    r"what's |how's |how're |when |where |can you tell|tell me|were you|has (?:it|your|anyone|there)|have there|"
    r"you have any|which )",
    re.IGNORECASE,
)
_SHORT_WORDS = re.compile(
    r"^(?:okay|ok|all right|alright|mm-hmm|yeah|yes|no|sure|right|good|great|perfect)?[.,?! ]*$",
    re.IGNORECASE,
)
_ASSISTANT = re.compile(r"\b(?:hey|okay|ok),?\s+(?:dragon|dax)\b[,?.!]?\s*", re.IGNORECASE)
_ASSISTANT_CALL = re.compile(
    r"^(?:dragon|dax)\b|^hey\W*$|\bfinalize the (?:note|report)|\btell dax\b|\babout dax\b", re.IGNORECASE
)
_AGE = re.compile(
    r"\b(\d{1,3})[- ]year[s]?[- ]old(?:\s+(male|female|man|woman|gentleman|lady|boy|girl))?", re.IGNORECASE
)
_FEMALE = re.compile(r"\b(?:female|woman|lady|girl|mrs|ms|ma'am|she|her|herself)\b", re.IGNORECASE)
_MALE = re.compile(r"\b(?:male|man|gentleman|boy|mr|sir|he|his|him|himself)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Person:
    """The patient as the note refers to them; without a known sex it stays with "the patient"."""

    sex: Literal["male", "female", "unknown"] = "unknown"
    age: int | None = None

    @property
    def subject(self) -> str:
        return {"male": "he", "female": "she"}.get(self.sex, "the patient")

    @property
    def object(self) -> str:
        return {"male": "him", "female": "her"}.get(self.sex, "the patient")

    @property
    def possessive(self) -> str:
        return {"male": "his", "female": "her"}.get(self.sex, "the patient's")

    @property
    def reflexive(self) -> str:
        return {"male": "himself", "female": "herself"}.get(self.sex, "themselves")


@dataclass(frozen=True, slots=True)
class Line:
    """One turn, tidied. `question` is a real question, not "..., okay?"."""

    id: int
    speaker: Speaker
    text: str
    question: bool
    phase: Phase
    mentions: tuple[Mention, ...] = field(default=(), repr=False)

    @property
    def words(self) -> int:
        return len(self.text.split())

    def has(self, *kinds: str) -> bool:
        return any(mention.concept.kind in kinds for mention in self.mentions)


@dataclass(frozen=True, slots=True)
class Visit:
    """What the rules work on."""

    lines: tuple[Line, ...]
    person: Person
    dictation: bool
    corrections: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    """The turns in which a turn's own speaker corrected it: evidence for what stands in its line."""

    def evidence(self, turns: Iterable[int]) -> tuple[int, ...]:
        """`turns` with those that corrected them."""
        return tuple(dict.fromkeys(one for turn in turns for one in (turn, *self.corrections.get(turn, ()))))

    def replies(self, index: int) -> list[Line]:
        """The other person's lines that answer line `index`; questions asked in one breath share the answer."""
        asker = self.lines[index].speaker
        found: list[Line] = []
        waited = 0
        for line in self.lines[index + 1 :]:
            if line.speaker == asker:
                waited += 1
                if found or waited > 2 or not line.question:
                    break
                continue
            found.append(line)
        return found

    def asked_last(self, index: int) -> bool:
        """Whether the answer follows line `index` at once, so that a bare "yes" is an answer to it."""
        return index + 1 < len(self.lines) and self.lines[index + 1].speaker != self.lines[index].speaker


def prepare(transcript: Transcript) -> Visit:
    """Tidy every turn, find its concepts and the phase of the visit it belongs to."""
    texts = [turn.text for turn in transcript.turns]
    roles = {turn.speaker for turn in transcript.turns}
    dictation = (roles <= {"doctor"} and is_dictation(texts)) or roles == {"unknown"}
    prepared: list[Line] = []
    phase: Phase = "history"
    corrections: dict[int, tuple[int, ...]] = {}
    total = max(1, len(transcript.turns))
    for index, spoken in enumerate(corrected_speech(transcript.turns)):
        turn = spoken.turn
        if spoken.corrected_in:
            corrections[turn.id] = spoken.corrected_in
        whole = to_digits(tidy(_ASSISTANT.sub("", f"{spoken.text} ")))
        if _ASSISTANT_CALL.search(whole):
            continue
        for clause in (one for said in sentences(whole) for one in split_clauses(said, dictation=dictation)):
            question, text = asks(clause)
            here = phase
            if turn.speaker == "doctor" and not dictation:
                phase, here = phases(phase, text, question, index / total)
            text = without_opener(text, keep_answer=turn.speaker != "doctor")
            if not text or (_SHORT_WORDS.match(text) and turn.speaker == "doctor"):
                continue
            prepared.append(Line(turn.id, turn.speaker, text, question, here, lexicon().find(text)))
    return Visit(tuple(prepared), _person(prepared), dictation, corrections)


def asks(text: str) -> tuple[bool, str]:
    """Whether a clause is a question, and its text without a tag such as ", okay?"."""
    stripped = _TAG_QUESTION.sub("", text)
    if stripped != text and stripped:
        return bool(_ASKS.match(stripped)), stripped
    return text.endswith("?") or bool(_ASKS.match(text)), text


def _person(lines: list[Line]) -> Person:
    age: int | None = None
    for line in lines:
        match = _AGE.search(line.text)
        if match and line.speaker != "patient":
            age = int(match.group(1))
            word = match.group(2)
            if word:
                return Person("female" if _FEMALE.match(word) else "male", age)
            pronouns = line.text[match.end() :]
            if _FEMALE.search(pronouns) or _MALE.search(pronouns):
                return Person("female" if _FEMALE.search(pronouns) else "male", age)
            break
    spoken = " ".join(line.text for line in lines if line.speaker != "patient")
    title = re.search(r"\b(mr|mrs|ms|miss|ma'am|sir)\b", spoken, re.IGNORECASE)
    if title:
        return Person("male" if title.group(1).lower() in {"mr", "sir"} else "female", age)
    word = re.search(r"\b(?:this|a|the|pleasant) (?:very )?(?:pleasant )?(gentleman|lady|woman|man)\b", spoken)
    if word:
        return Person("female" if word.group(1) in {"lady", "woman"} else "male", age)
    return Person("unknown", age)
