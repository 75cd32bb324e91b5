"""From tidied words back to the words as they were said: "40 mg a day" -> "forty milligrams a day"."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from functools import lru_cache

from opd_desktop.scribe.numbers import to_digits
from opd_desktop.scribe.text import tidy

LONG = 6000
"""Characters of a turn from which only the sentence that holds a phrase is aligned, since that takes quadratic time."""

_SENTENCE = re.compile(r"(?<=[.?!])\s+")
_TOKEN = re.compile(r"[^\W_][\w'%./-]*[\w%]|[^\W_]")


@lru_cache(maxsize=256)
def _aligned(raw: str) -> tuple[str, tuple[tuple[int, int], ...], tuple[tuple[int, int], ...]]:
    """The tidied text, where its tokens stand, and for every token the span of `raw` that it was made from."""
    clean = to_digits(tidy(raw))
    before = [(m.start(), m.end()) for m in _TOKEN.finditer(raw)]
    after = [(m.start(), m.end()) for m in _TOKEN.finditer(clean)]
    words = [raw[a:b].lower() for a, b in before]
    wanted = [clean[a:b].lower() for a, b in after]
    spans: list[tuple[int, int]] = [(0, 0)] * len(after)
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, words, wanted, autojunk=False).get_opcodes():
        for offset, j in enumerate(range(j1, j2)):
            if tag == "equal":
                spans[j] = before[i1 + offset]
            elif i2 > i1:
                spans[j] = (before[i1][0], before[i2 - 1][1])
            else:
                spans[j] = (0, 0)
    return clean, tuple(after), tuple(spans)


def _sentence(raw: str, phrase: str, near: str) -> str:
    """The first sentence of a long turn that holds the tidied `phrase`, with the words `near` it where one has both;
    "" where none does."""
    found = ""
    for sentence in _SENTENCE.split(raw):
        if len(sentence) > LONG:
            continue
        clean = _tidied(sentence)
        if phrase in clean and near in clean:
            return sentence
        found = found or (sentence if phrase in clean else "")
    return found


@lru_cache(maxsize=4096)
def _tidied(sentence: str) -> str:
    return to_digits(tidy(sentence)).lower()


def as_said(raw: str, phrase: str, near: str = "") -> str:
    """The words of the turn `raw` that the tidied `phrase` was made from; `phrase` itself where they aren't found.

    `near` is the tidied clause that holds the phrase, so that the right one of several equal phrases is taken.
    """
    if len(raw) > LONG:
        raw = _sentence(raw, phrase.lower(), near.lower())
    clean, tokens, spans = _aligned(raw)
    low, wanted = clean.lower(), phrase.lower()
    base = max(0, low.find(near.lower())) if near else 0
    start = low.find(wanted, base)
    if start < 0:
        start = low.find(wanted)
    if start < 0 or not wanted:
        return phrase
    end = start + len(wanted)
    found = [span for (a, b), span in zip(tokens, spans, strict=True) if a < end and b > start and span[1]]
    return raw[min(a for a, _ in found) : max(b for _, b in found)] if found else phrase
