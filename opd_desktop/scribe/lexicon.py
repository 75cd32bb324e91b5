"""The words of an outpatient visit: problems, symptoms, drugs and tests, read once from `resources/codes`."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from opd_desktop.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that can be said in many ways. `kind`: disorder, symptom, drug, lab or imaging."""

    kind: str
    name: str
    group: str = ""
    icd10: str = ""
    icd10_display: str = ""
    snomed: str = ""
    snomed_display: str = ""
    loinc: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept found in a text, with the words and where they stand."""

    concept: Concept
    start: int
    end: int
    words: str


_NOT_THE_DISEASE = re.compile(
    r"[ -](?:shots?|vaccin\w*|boosters?|jabs?|pandemic|season|screening|screens?|ones?)\b", re.IGNORECASE
)
"""What follows the name of a disease where nobody is said to have it: "the flu shot"."""
_STRAIN = re.compile(r"\b(?:varus|valgus)(?: (?:or|and) (?:varus|valgus))? $", re.IGNORECASE)
"""Before "stress", what an examiner does to a joint."""


class Lexicon:
    """Finds concepts in text: longest term first, never two concepts on the same words."""

    def __init__(self, terms: Iterable[tuple[str, Concept]]) -> None:
        self._by_term: dict[str, list[Concept]] = {}
        for term, concept in terms:
            found = self._by_term.setdefault(term.lower(), [])
            if all(other.kind != concept.kind for other in found):
                found.append(concept)
        longest_first = sorted(self._by_term, key=lambda term: (-len(term), term))
        pattern = "|".join(re.escape(term).replace(r"\ ", r"[\s-]+") for term in longest_first)
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w])", re.IGNORECASE)
        self._key = re.compile(r"[\s-]+")
        self._loose = {self._key.sub(" ", term): concepts for term, concepts in self._by_term.items()}

    @lru_cache(maxsize=8192)  # noqa: B019 - one lexicon lives as long as the process
    def find(self, text: str) -> tuple[Mention, ...]:
        """All mentions in `text`, in order."""
        found: list[Mention] = []
        for match in self._pattern.finditer(text):
            words = match.group(0)
            concepts = self._loose.get(self._key.sub(" ", words.lower()), ())
            if _NOT_THE_DISEASE.match(text, match.end()) or _STRAIN.search(text, 0, match.start()):
                concepts = [one for one in concepts if one.kind not in {"disorder", "symptom"}]
            found.extend(Mention(concept, match.start(), match.end(), words) for concept in concepts)
        return tuple(found)

    def kinds(self, text: str, *kinds: str) -> tuple[Mention, ...]:
        """The mentions in `text` of the given kinds."""
        return tuple(mention for mention in self.find(text) if mention.concept.kind in kinds)

    def names(self, *kinds: str) -> list[str]:
        """All terms of the given kinds, sorted."""
        return sorted(term for term, concepts in self._by_term.items() if any(c.kind in kinds for c in concepts))


def _rows(name: str) -> list[dict[str, str]]:
    with (RESOURCES / "codes" / name).open(encoding="utf-8", newline="") as file:
        return [{k: v or "" for k, v in row.items()} for row in csv.DictReader(file, delimiter="\t")]


def _terms(first: str, synonyms: str) -> list[str]:
    return [first, *(term for term in synonyms.split(";") if term)]


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The lexicon of the shipped tables, built on first use."""
    pairs: list[tuple[str, Concept]] = []
    coded: dict[str, dict[str, str]] = {}
    for row in _rows("problems.tsv"):
        name, *others = row["terms"].split(";")
        if row["kind"] == "symptom":
            coded[name] = row
        if row["kind"] != "disorder":
            continue
        codes = {key: row[key] for key in ("icd10", "icd10_display", "snomed", "snomed_display")}
        pairs += [(term, Concept("disorder", name, **codes)) for term in [name, *others]]
    for row in _rows("symptoms.tsv"):
        source = coded.get(row["term"], coded.get(_ALIAS.get(row["term"], ""), {}))
        codes = {key: source.get(key, "") for key in ("icd10", "icd10_display", "snomed", "snomed_display")}
        concept = Concept("symptom", row["term"], row["system"], **codes)
        pairs += [(term, concept) for term in _terms(row["term"], row["synonyms"])]
    for row in _rows("drugs.tsv"):
        concept = Concept("drug", row["ingredient"], row["class"])
        pairs += [(term, concept) for term in _terms(row["ingredient"], row["synonyms"])]
    for row in _rows("tests.tsv"):
        concept = Concept(row["kind"], row["name"], loinc=row["loinc"])
        pairs += [(term, concept) for term in _terms(row["name"], row["synonyms"])]
    return Lexicon(pairs)


@lru_cache(maxsize=2)
def _others(kind: str, lead: str) -> dict[str, Concept]:
    """Rows of the table that no words of a visit lead to by themselves, by the name that they are about."""
    made: dict[str, Concept] = {}
    for row in _rows("problems.tsv"):
        if row["kind"] == kind:
            codes = {key: row[key] for key in ("icd10", "icd10_display", "snomed", "snomed_display")}
            made |= {name: Concept("disorder", f"{lead}{name}", **codes) for name in row["terms"].split(";")}
    return made


def history_of(concept: Concept) -> Concept | None:
    """The concept of having had `concept`, where the classification has a code of its own for that: a stroke three
    years ago is no stroke. None where what was once is still there (hypertension) or has no such code."""
    return _others("past", "history of ").get(concept.name)


def said_as(words: str) -> Concept | None:
    """The codes of what was said, where the words name less than the concept that they stand for: who says "diabetes"
    has not said which. The classification's index has the same ICD code for both; SNOMED CT has not."""
    return _others("broader", "").get(words)


_ALIAS = {"lightheadedness": "dizziness"}


def written(concept: Concept, words: str) -> str:
    """How a note names what was said: by the clinical name, unless that says more than the words ("diabetes" is not
    noted as "type 2 diabetes mellitus")."""
    said = re.sub(r"[\s-]+", " ", words.lower())
    return said if concept.kind == "disorder" and said in concept.name else concept.name
