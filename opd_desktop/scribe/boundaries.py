"""Where a spoken sentence ends, in speech that nobody punctuated: most speech recognition gives words only.

A small linear model over the words on both sides of a gap, trained on punctuated conversations without their
punctuation (`packaging/train_boundaries.py`), cuts from left to right. Words never change.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from opd_desktop.scribe.linear import load

MODEL = "boundaries"
THRESHOLD = 0.0
"""Decision value from which a sentence ends."""

_SHORTEST = 3
"""Words that a sentence has at least."""
_UNPUNCTUATED = 15
"""Words without a comma from which on a text counts as unpunctuated."""
_LEANS = re.compile(
    r"(?:(?:and|so|but|now|then|okay|or)\b[\s,]*)*(?:if|when|unless|once|since|because|before|after|until|while|for|"
    r"from|on|in|with|as far as|based on|given)\b",
    re.IGNORECASE,
)
"""A condition or a topic, which says nothing without the sentence after it."""
_LEANS_FOR = 9
"""Words for which a leaning start is not cut off."""
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9'/.%-]*")
_CLASSES = {
    word: name
    for name, words in {
        "P": "i you we they he she it that this there who",
        "A": "am is are was were have has had do does did don't didn't doesn't isn't aren't wasn't haven't hasn't "
        "hadn't can can't could couldn't will won't would wouldn't should may might must",
        "C": "i'm you're we're they're he's she's it's that's there's i've you've we've they've i'll you'll we'll "
        "they'll it'll i'd you'd we'd what's let's how's here's",
        "Y": "your my his her their our its the a an",
        "O": "me him them us",
        "K": "and but or so because",
        "W": "if when which where while since until what how why than as",
        "R": "in on at for to of with from by about into over up out off down after before through during",
        "F": "okay alright yeah yes no now well then right sure great good",
        "V": "think know want need feel go get take see look make going start give try use noticed started said told "
        "got went took felt came put",
    }.items()
    for word in words.split()
}
_ENDINGS = (("ing", "g"), ("ed", "d"), ("ly", "l"), ("s", "s"))


def plain(text: str) -> list[str]:
    """The words of `text` in small letters, without punctuation; a number is "#"."""
    return [_plain(match.group()) for match in _WORD.finditer(text)]


def _plain(word: str) -> str:
    small = word.lower().strip(".'")
    return "#" if small.replace(".", "").isdigit() else small


@lru_cache(maxsize=4096)
def _class(word: str) -> str:
    known = _CLASSES.get(word)
    if known:
        return known
    if word in {"", "^"} or word[0] in "#0123456789":
        return "#" if word not in {"", "^"} else "^"
    return next((name for ending, name in _ENDINGS if word.endswith(ending)), "n")


def features(words: Sequence[str], at: int, length: int) -> list[str]:
    """What stands round the gap after word `at`; `length` is how many words the sentence has up to there."""
    size = len(words)
    near = [words[place] if 0 <= place < size else "^" for place in range(at - 2, at + 4)]
    a, b, c, d, e, f = near
    ka, kb, kc, kd, ke, kf = map(_class, near)
    verbs = min(2, sum(_class(word) in {"A", "C", "d"} for word in words[max(0, at - length + 1) : at + 1]))
    step = min(length, 20) // 2 if length < 8 else 4 + min(length, 28) // 6
    return [
        f"1{c}", f"2{b} {c}", f"3{a} {b} {c}", f"4{d}", f"5{d} {e}", f"6{d} {e} {f}", f"7{c} {d}", f"8{b} {c} {d}",
        f"9{c} {d} {e}", f"0{b} {c} {d} {e}", f"s{step}", f"v{verbs}{kd}{ke}", f"w{verbs}{kc}{kd}{ke}{kf}",
        f"k{kb}{kc}{kd}{ke}", f"l{kc}{kd}{ke}{kf}", f"m{ka}{kb}{kc}{kd}", f"n{kc} {d} {e}", f"o{c} {kd}{ke}",
        f"p{min(length, 12) // 3}{verbs}{kd}",
    ]  # fmt: skip


def cut(text: str) -> list[str]:
    """An unpunctuated text in sentences; any other as it is."""
    count = len(text.split())
    if count < 2 * _SHORTEST + 2 or count / (1 + text.count(",")) < _UNPUNCTUATED:
        return [text]
    model, found = load(MODEL), list(_WORD.finditer(text))
    weights, least = model.weights, 100 * (THRESHOLD - model.bias[0])
    words = [_plain(match.group()) for match in found]
    parts: list[str] = []
    start = length = 0
    for at in range(len(words) - _SHORTEST):
        length += 1
        if length < _SHORTEST or (length < _LEANS_FOR and _LEANS.match(text, start)):
            continue
        # `Linear.scores` for features that are there or not; a visit has thousands of gaps.
        if sum(weights[one][0] for one in features(words, at, length) if one in weights) > least:
            parts.append(text[start : found[at + 1].start()])
            start, length = found[at + 1].start(), 0
    return [part for one in (*parts, text[start:]) if (part := one.strip(" ,"))]
