"""Note templates: the headings of a note, their order, and which sentence stands under which. Pure.

A template orders and titles; it never writes. Its prompts remind the doctor of what belongs under an empty heading and
are no part of any note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Generic, Protocol, TypeVar

from pydantic import BaseModel, ConfigDict, Field, field_validator

from opd_desktop.domain.note import Section

LANGUAGES: Final = ("en", "es", "fr", "de", "pt", "hi")
"""Languages in which the titles of headings exist (BCP 47); the first is the one to fall back on."""


class Heading(StrEnum):
    """Codes of headings, in the order in which a note without a template is read.

    The names in capitals are headings of the note; the others say what a line under a problem is about, in the words of
    the ACI-Bench notes. SUBJECTIVE, OBJECTIVE, ASSESSMENT and PLAN hold what has no heading of its own.
    """

    CHIEF = "CHIEF COMPLAINT"
    HISTORY = "HISTORY OF PRESENT ILLNESS"
    PAST = "PAST MEDICAL HISTORY"
    SURGICAL = "PAST SURGICAL HISTORY"
    PSYCHIATRIC = "PSYCHIATRIC HISTORY"
    OBSTETRIC = "OBSTETRIC HISTORY"
    MENSTRUAL = "MENSTRUAL HISTORY"
    BIRTH = "BIRTH HISTORY"
    DEVELOPMENT = "GROWTH AND DEVELOPMENT"
    IMMUNIZATIONS = "IMMUNIZATIONS"
    MEDICATIONS = "CURRENT MEDICATIONS"
    ALLERGIES = "ALLERGIES"
    FAMILY = "FAMILY HISTORY"
    SOCIAL = "SOCIAL HISTORY"
    REVIEW = "REVIEW OF SYSTEMS"
    SUBJECTIVE = "SUBJECTIVE"
    VITALS = "VITAL SIGNS"
    EXAM = "PHYSICAL EXAMINATION"
    VISION = "VISUAL ACUITY"
    MENTAL_STATE = "MENTAL STATUS EXAMINATION"
    WOUND = "WOUND AND HEALING"
    RESULTS = "RESULTS"
    PROCEDURES = "PROCEDURES"
    OBJECTIVE = "OBJECTIVE"
    ASSESSMENT = "ASSESSMENT"
    REASONING = "Medical Reasoning"
    RISK = "RISK ASSESSMENT"
    PLAN = "PLAN"
    TESTING = "Additional Testing"
    TREATMENT = "Medical Treatment"
    REFERRAL = "Specialist Referrals"
    COUNSELLING = "Patient Education and Counseling"
    FOLLOW_UP = "FOLLOW-UP"

    @property
    def section(self) -> Section:
        """The part of the SOAP note that the heading belongs to."""
        return _SECTION[self]

    @property
    def standard_title(self) -> str:
        """The title in English where no template says another."""
        return self.value.capitalize() if self.value.isupper() else self.value


_ENDS = {
    Heading.SUBJECTIVE: Section.SUBJECTIVE,
    Heading.OBJECTIVE: Section.OBJECTIVE,
    Heading.RISK: Section.ASSESSMENT,
    Heading.FOLLOW_UP: Section.PLAN,
}


def _sections() -> dict[Heading, Section]:
    found: dict[Heading, Section] = {}
    waiting: list[Heading] = []
    for heading in Heading:
        waiting.append(heading)
        if heading in _ENDS:
            found |= dict.fromkeys(waiting, _ENDS[heading])
            waiting.clear()
    return found


_SECTION: Final = _sections()
_WIDER: Final = {
    Heading.REASONING: Heading.ASSESSMENT,
    Heading.RISK: Heading.ASSESSMENT,
    **dict.fromkeys(
        (Heading.TESTING, Heading.TREATMENT, Heading.REFERRAL, Heading.COUNSELLING, Heading.FOLLOW_UP), Heading.PLAN
    ),
}
"""Where a line of assessment or plan stands in a template that does not have its own heading."""
GENERAL: Final = {
    Section.SUBJECTIVE: Heading.SUBJECTIVE,
    Section.OBJECTIVE: Heading.OBJECTIVE,
    Section.ASSESSMENT: Heading.ASSESSMENT,
    Section.PLAN: Heading.PLAN,
}
"""The heading of a sentence that has none of its own, by its section."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class TemplateHeading(_Frozen):
    """One heading: `title` in the note's language; `prompt` reminds of what belongs here while it is empty."""

    code: Heading
    title: str = Field(min_length=1, max_length=120)
    prompt: str = Field(default="", max_length=500)
    required: bool = False


class NoteTemplate(_Frozen):
    """The headings of a note of one specialty (None: of any) in one language (BCP 47).

    `key` names it: a word for a shipped one, the id of the row for one of the clinic's own.
    """

    key: str = Field(min_length=1, max_length=80)
    name: str = Field(min_length=1, max_length=120)
    specialty: str | None = Field(default=None, max_length=120)
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    headings: tuple[TemplateHeading, ...] = Field(min_length=1, max_length=len(Heading))
    builtin: bool = False

    @field_validator("headings")
    @classmethod
    def _each_once(cls, value: tuple[TemplateHeading, ...]) -> tuple[TemplateHeading, ...]:
        if len({one.code for one in value}) < len(value):
            raise ValueError("a heading may stand in a template once")
        return value

    @property
    def codes(self) -> tuple[Heading, ...]:
        """The headings in their order."""
        return tuple(one.code for one in self.headings)

    def title(self, code: Heading) -> str:
        """The title of a heading in this template, or the standard one."""
        return next((one.title for one in self.headings if one.code is code), code.standard_title)


class Placed(Protocol):
    """What `arrange` orders: a drafted sentence or one of the note."""

    @property
    def section(self) -> Section: ...

    @property
    def heading(self) -> str | None: ...


Sentence = TypeVar("Sentence", bound=Placed)


@dataclass(frozen=True)
class Block(Generic[Sentence]):
    """A heading with what stands under it; `prompt` and `required` as the template says, none for one it lacks."""

    code: Heading
    title: str
    prompt: str
    required: bool
    sentences: tuple[Sentence, ...]


def heading_of(sentence: Placed) -> Heading:
    """The sentence's own heading, or the general one of its section when it has none that belongs there."""
    try:
        own = Heading(sentence.heading or "")
    except ValueError:
        return GENERAL[sentence.section]
    return own if own.section is sentence.section else GENERAL[sentence.section]


def shown_under(sentence: Placed, template: NoteTemplate | None) -> Heading:
    """The heading under which a sentence is shown.

    Its own; or in a template without that, for a line of assessment or plan, the wider one.
    """
    own = heading_of(sentence)
    if template is None or own in template.codes:
        return own
    wider = _WIDER.get(own)
    return wider if wider in template.codes else own


def blocks(
    sentences: Iterable[Sentence], template: NoteTemplate | None, titles: Mapping[Heading, str] | None = None
) -> tuple[Block[Sentence], ...]:
    """The note by heading: those of the template in its order, empty ones too, and any other that holds something.

    A heading that the template lacks comes after the last one of its section, under its title in `titles`
    (`shipped_templates.titles` of the note's language) or else under the standard one.
    """
    found: dict[Heading, list[Sentence]] = {}
    for sentence in sentences:
        found.setdefault(shown_under(sentence, template), []).append(sentence)
    known = {one.code: one for one in template.headings} if template else {}
    made = []
    for code in _order(template, found):
        one = known.get(code)
        title = one.title if one else (titles or {}).get(code, code.standard_title)
        here = tuple(found.get(code, ()))
        made.append(Block(code, title, one.prompt if one else "", bool(one and one.required), here))
    return tuple(made)


def _order(template: NoteTemplate | None, found: Iterable[Heading]) -> list[Heading]:
    order = list(template.codes) if template else []
    rank = list(Section)
    for code in sorted(set(found) - set(order), key=list(Heading).index):
        before = [place for place, one in enumerate(order) if one.section is code.section]
        if not before:
            before = [place for place, one in enumerate(order) if rank.index(one.section) < rank.index(code.section)]
        order.insert(before[-1] + 1 if before else 0, code)
    return order


def arrange(sentences: Iterable[Sentence], template: NoteTemplate | None) -> tuple[Sentence, ...]:
    """All sentences in the order of the template; under one heading their order stays."""
    return tuple(sentence for block in blocks(sentences, template) for sentence in block.sentences)


def missing(sentences: Iterable[Placed], template: NoteTemplate) -> tuple[TemplateHeading, ...]:
    """The headings that the template asks for and that hold nothing."""
    held = {shown_under(sentence, template) for sentence in sentences}
    return tuple(one for one in template.headings if one.required and one.code not in held)


def choose(
    templates: Sequence[NoteTemplate], specialty: str | None, language: str, preferred_key: str | None = None
) -> NoteTemplate | None:
    """The template to begin with; None only where there is none at all.

    The preferred one in this language (or in the one it has), else the one whose specialty is nearest, else one for
    any specialty; in the language, else in English; the clinic's own before a shipped one.
    """
    preferred = [one for one in templates if preferred_key and one.key == preferred_key]
    if preferred:
        return max(preferred, key=lambda one: _fits(one, language))

    def rank(one: NoteTemplate) -> tuple[bool, float, int, bool]:
        fits = _fits(one, language)
        return fits > 0, _near(one, specialty), fits, not one.builtin

    return max(templates, key=rank, default=None)


def _fits(template: NoteTemplate, language: str) -> int:
    if template.language == language:
        return 3
    if template.language.split("-")[0] == language.split("-")[0]:
        return 2
    return 1 if template.language == LANGUAGES[0] else 0


def _near(template: NoteTemplate, specialty: str | None) -> float:
    """0..1: how many words two specialties share, by their stems; a template for any specialty is 0.1."""
    if template.specialty is None:
        return 0.1
    one, other = _stems(template.specialty), _stems(specialty or "")
    return len(one & other) / len(one | other) if one and other else 0.0


def _stems(specialty: str) -> frozenset[str]:
    plain = specialty.casefold().replace("ae", "e").replace("oe", "e")
    return frozenset(word[:5] for word in re.findall(r"\w{3,}", plain) if word not in {"and", "the", "for"})
