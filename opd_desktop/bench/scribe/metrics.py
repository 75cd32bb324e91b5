"""Scores of a note against a human one, and their bootstrap intervals.

ROUGE is `rouge-score` without stemmer on the texts as they are, which reproduces the table of the ACI-Bench paper.
Concepts are the terms of ICD-10-CM and of the Synthea tables found by longest match, after the idea of MEDCON
(Yim et al. 2023, doi:10.1038/s41597-023-02487-3), which needs a licensed UMLS. Copying the transcript wins a concept
score, so it is only told beside the length, the copied share and ROUGE.
"""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any

from opd_desktop.bench.scribe.data import folder, rows

RESAMPLES = 1000
SEED = 20240601
LONGEST_TERM = 5
"""Words of the longest term that is looked for."""

_WORD = re.compile(r"[a-z0-9]+")
_ASIDE = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_QUALIFIER = re.compile(r"\b(?:nos|nec)\b|^(?:unspecified|other|specified|acute|chronic)\s+|,?\s*unspecified\s*$")
_NUMBER = re.compile(r"\d+(?:[./]\d+)*")
_EMPTY = frozenset(["other", "specified", "unspecified", "site", "type"])


def interval(values: Sequence[float], digits: int = 2) -> dict[str, float | int]:
    """Mean with its 95 % percentile bootstrap interval; the seed is fixed, so the same values give the same."""
    if not values:
        return {"mean": 0.0, "low": 0.0, "high": 0.0, "n": 0}
    draw, size = random.Random(SEED), len(values)  # noqa: S311 - resampling, no secret
    means = sorted(sum(draw.choices(values, k=size)) / size for _ in range(RESAMPLES))
    low, high = means[int(0.025 * RESAMPLES)], means[int(0.975 * RESAMPLES) - 1]
    mean = sum(values) / size
    return {"mean": round(mean, digits), "low": round(low, digits), "high": round(high, digits), "n": size}


@lru_cache(maxsize=1)
def _scorer() -> Any:
    from rouge_score.rouge_scorer import RougeScorer

    return RougeScorer(["rouge1", "rouge2", "rougeLsum"], use_stemmer=False)


def rouge(made: str, wanted: str) -> dict[str, float]:
    """ROUGE-1, -2 and -Lsum F1 in percent."""
    found = _scorer().score(wanted, made)
    return {name: 100 * found[name].fmeasure for name in ("rouge1", "rouge2", "rougeLsum")}


def words_of(text: str) -> list[str]:
    """Lower-case words and numbers."""
    return _WORD.findall(text.lower())


@lru_cache(maxsize=1)
def dictionary() -> frozenset[str]:
    """The terms that count as concepts: ICD-10-CM titles and inclusion terms, and the Synthea displays."""
    with warnings.catch_warnings():
        # It reads its tables in a way that newer Pythons call old.
        warnings.simplefilter("ignore", DeprecationWarning)
        import simple_icd_10_cm as icd

    texts: list[str] = []
    for code in icd.get_all_codes():
        texts += [icd.get_description(code), *icd.get_inclusion_term(code)]
    codes = folder("codes")
    if codes is not None:
        for row in rows(codes / "synthea_codes.tsv", "\t"):
            drug = re.split(r"\d|/", row["display"])[0] if row["system"] == "RxNorm" else ""
            texts.append(drug or row["display"])
        texts += [row["symptom"] for row in rows(codes / "synthea_symptoms.tsv", "\t")]
    terms = (" ".join(words_of(_QUALIFIER.sub(" ", _ASIDE.sub(" ", text.lower()).strip()))) for text in texts)
    return frozenset(term for term in terms if _is_term(term))


def _is_term(term: str) -> bool:
    words = term.split()
    return len(term) > 3 and len(words) <= LONGEST_TERM and not all(w in _EMPTY or w.isdigit() for w in words)


def concepts(text: str) -> frozenset[str]:
    """The dictionary's terms in ``text``, longest match first."""
    terms, words = dictionary(), words_of(text)
    found, start = set(), 0
    while start < len(words):
        for size in range(min(LONGEST_TERM, len(words) - start), 0, -1):
            term = " ".join(words[start : start + size])
            if term in terms:
                found.add(term)
                start += size
                break
        else:
            start += 1
    return frozenset(found)


def numbers(text: str) -> frozenset[str]:
    """The numbers of a text in digits, spoken ones among them."""
    from opd_desktop.scribe.numbers import to_digits
    from opd_desktop.scribe.text import tidy

    return frozenset(_NUMBER.findall(text)) | frozenset(_NUMBER.findall(to_digits(tidy(text))))


def shares(made: frozenset[str], wanted: frozenset[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 in percent of two sets."""
    both = len(made & wanted)
    precision = both / len(made) if made else 0.0
    recall = both / len(wanted) if wanted else 0.0
    total = precision + recall
    return 100 * precision, 100 * recall, 200 * precision * recall / total if total else 0.0


def percent_outside(made: Iterable[str], *supports: frozenset[str]) -> float:
    """Share in percent of what is in none of ``supports``; 0 for nothing made."""
    rows_ = list(made)
    return 100 * sum(all(one not in s for s in supports) for one in rows_) / len(rows_) if rows_ else 0.0


_HEADING = re.compile(r"^\W*[A-Z][A-Z /,&-]+:?\s*$|^[\s\d.•*-]*[A-Z][A-Za-z, ]{1,42}:", re.MULTILINE)


def body(note: str) -> str:
    """A note without its headings and the labels of its lines, which nobody says."""
    return _HEADING.sub(" ", note)


def copied_sentences(note: str, dialogue: str) -> float:
    """Share in percent of the note's sentences of 4 words or more that stand word for word in the transcript."""
    said = f" {' '.join(words_of(dialogue))} "
    parts = [words_of(part) for part in re.split(r"[\n.;?!]+", note)]
    long = [" ".join(part) for part in parts if len(part) >= 4]
    return 100 * sum(f" {part} " in said for part in long) / len(long) if long else 0.0


def copied_fours(note: str, dialogue: str) -> float:
    """Share in percent of the note's runs of four words that stand in the transcript."""
    made, said = words_of(note), words_of(dialogue)
    heard = {tuple(said[i : i + 4]) for i in range(len(said) - 3)}
    runs = [tuple(made[i : i + 4]) for i in range(len(made) - 3)]
    return 100 * sum(run in heard for run in runs) / len(runs) if runs else 0.0


def summary(table: Sequence[dict[str, float]], score: Callable[[Sequence[float]], object] = interval) -> dict[str, Any]:
    """Every column of ``table`` with its mean and interval."""
    return {name: score([row[name] for row in table]) for name in table[0]} if table else {}
