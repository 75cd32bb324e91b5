"""The drugs and doses of a sentence of a note against those of the dialogue."""

from __future__ import annotations

import difflib
import re

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence, told_otherwise
from opd_desktop.scribe.evidence_words import stem
from opd_desktop.scribe.judging_words import FILLER, REGISTER, Add
from opd_desktop.scribe.lexicon import Mention, lexicon
from opd_desktop.scribe.quantities import quantities

_CLASS_WORDS = frozenset({"anti-inflammatory", "antibiotic", "steroid", "insulin", "antihistamine", "diuretic"})
_DOSED = re.compile(
    r"\b([a-z][a-z-]{4,})(?: (?:at|of|to|tablets?|cream|inhaler))?,? \d[\d.,]*\s?(?:mg|mcg|milligrams?|"
    r"micrograms?|units|g|ml)\b",
    re.IGNORECASE,
)
_DRUG_LIKE = re.compile(
    r"\b[a-z]{3,}(?:pril|sartan|olol|statin|mycin|cillin|azole|oxacin|cycline|prazole|formin|gliptin|gliflozin|"
    r"glutide|parin|xaban|zepam|zolam|triptan|setron|solone|profen|mab|codone|morphone|thiazide|semide|lukast|terol|"
    r"tropium|idone|etine|aline|oxetine|tidine)\b",
    re.IGNORECASE,
)
_NOT_DRUG_WORDS = "dose doses tablet tablets daily about total least every level levels reading around over"
_NOT_DRUGS = frozenset(_NOT_DRUG_WORDS.split())

_ALIKE = 0.8
_BEGUN = 0.6
"""Share of a drug's name that must have been said for its beginning to stand for it: "test" is no testosterone."""


def judge_drugs(text: str, evidence: Evidence, add: Add) -> None:
    known: set[str] = set()
    for mention in lexicon().kinds(text, "drug"):
        concept = mention.concept
        known |= {word.lower() for word in mention.words.split()}
        if concept.name in evidence.said or stem(mention.words) in evidence.stems:
            _judge_dose(text, mention, evidence, add)
        elif concept.name in evidence.groups or told_otherwise(concept, evidence):
            continue
        elif concept.name in _CLASS_WORDS:
            add(FindingKind.MEDICATION, "medium", f"{concept.name} was not said")
        elif not heard_alike(mention.words, evidence):
            add(FindingKind.MEDICATION, "high", f"{concept.name} was not said")
    dosed = {match.group(1).lower() for match in _DOSED.finditer(text)}
    for word in dosed | {match.group(0).lower() for match in _DRUG_LIKE.finditer(text)}:
        if word in known or word in _NOT_DRUGS or stem(word) in evidence.stems or heard_alike(word, evidence):
            continue
        if word in dosed and stem(word) in REGISTER | FILLER:
            continue
        add(FindingKind.MEDICATION, "high", f"{word} was not said")


def _judge_dose(text: str, mention: Mention, evidence: Evidence, add: Add) -> None:
    """The dose right behind a drug must be one that was said near that drug."""
    behind = [q for q in quantities(text) if 0 <= q.start - mention.end <= 12 and q.unit in {"mg", "mcg", "unit", "g"}]
    if not behind:
        return
    quantity = behind[0]
    doses = evidence.doses.get(mention.concept.name, frozenset())
    if doses and quantity.value not in doses and quantity.value in evidence.numbers:
        why = f"{quantity.value} {quantity.unit} was not said of {mention.words}, but {', '.join(sorted(doses)[:3])}"
        add(FindingKind.NUMBER, "high", why, evidence.turns_of(mention.concept.name)[:3])


def heard_alike(word: str, evidence: Evidence) -> bool:
    """Whether something that sounds like `word` was said; recognisers and typists misspell drugs."""
    first = stem(word.lower())
    if len(first) > 4 and any(
        len(other) >= max(4, _BEGUN * len(first)) and first.startswith(other) for other in evidence.stems
    ):
        return True
    return any(
        other[:1] == first[:1]
        and abs(len(other) - len(first)) <= 3
        and difflib.SequenceMatcher(None, first, other).ratio() >= _ALIKE
        for other in evidence.stems
        if len(other) > 4
    )
