"""The words of notes and of talk as they are compared: stems, body parts, and sides that mean a side."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[a-z][a-z'-]+", re.IGNORECASE)
_STOP_WORDS = (
    "the a an and or of to in for with on at by from as is are was were be been has have had he she they his her "
    "their him them it its this that these those who which patient patient's states reports notes denies endorses "
    "today there no not any some will would should can may also about up per mr ms mrs dr do does did year old male "
    "female man woman presents history i you your my we our me us if when then so but all more very likely"
)
STOP = frozenset(_STOP_WORDS.split())
_SIDE = re.compile(r"\b(left|right|bilateral(?:ly)?|both)\b", re.IGNORECASE)
RIGHT_NOT_SIDE = re.compile(
    r"\bright (?:now|away|here|there|after|before|around|on)\b|\ball right\b|\bthat's right\b|"
    r"(?<!the )(?<!my )\bright (?:in|at|where|by|behind|next)\b|"
    r"^right(?=\W*$|\W*[,.?!]| (?:so|okay|and|but)\b)|, right(?=\W*$|\W*[,.?!])|"
    r"\b(?:have|has|had|he|she|is|was|be|been|and|he's|she's|has) left (?:the|my|her|his|for)\b|right\?",
    re.IGNORECASE,
)
_PARTS = (
    "knee shoulder hip ankle foot feet hand wrist elbow arm forearm leg ear eye side calf calves shin thumb finger toe "
    "lung kidney breast groin flank heel thigh cheek extremity extremities base lobe quadrant abdomen abdominal belly "
    "stomach chest neck jaw face nostril eyelid ovary testicle rib buttock hamstring bicep achilles carotid atrium "
    "ventricle index ring back metatarsal malleolus flank buttocks tonsil sinus ureter temple armpit axilla"
)
_PART_WORD = rf"(?:{'|'.join(_PARTS.split())})"
_SIDED = re.compile(
    rf"\b(left|right|bilateral|both)(?:[- ]sided)?\s+(?:[a-z-]+\s+){{0,2}}?({_PART_WORD})s?\b", re.IGNORECASE
)
_SIDE_OF = re.compile(
    rf"\b(left|right|both) (?:side|sides|aspect)? ?(?:of|on|in) (?:the|his|her|my|your) (?:[a-z]+ )?({_PART_WORD})s?\b",
    re.IGNORECASE,
)
_ANY_PART = re.compile(
    rf"\b({'|'.join(_PARTS.split())}|back|head|throat|spine|heart|skin|nose|mouth|sinus(?:es)?|lymph|scalp|"
    rf"malleolus|phalanx|joint)s?\b",
    re.IGNORECASE,
)
_REGION = {
    "feet": "foot", "calves": "calf", "belly": "abdomen", "abdominal": "abdomen", "stomach": "abdomen",
    "extremities": "extremity", "forearm": "arm",
}  # fmt: skip
_LIMB = re.compile(r"\b(?:lower|upper)\b", re.IGNORECASE)
PLAIN_SIDE = re.compile(r"\b(left|right)[- ]sided\b|\bon (?:the|my|your|his|her) (left|right)\b", re.IGNORECASE)


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A crude stem, enough to match "coughing" with "cough"."""
    word = word.lower().strip("'-")
    for suffix in ("ing", "edly", "ied", "ies", "ed", "es", "ly", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)] + ("y" if suffix in {"ies", "ied"} else "")
    return word


@lru_cache(maxsize=16384)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in STOP and len(word) > 2)


def side_words(text: str) -> list[str]:
    """Every left, right, bilateral and both that means a side, in order."""
    return [side.lower() for side in _SIDE.findall(RIGHT_NOT_SIDE.sub(" ", text))]


def sides_of(text: str) -> list[tuple[str, str]]:
    """(body part, left | right | both) for every part that is named with its side."""
    return list(dict.fromkeys((part, side) for part, side, _, _ in sided_spans(text)))


def sided_spans(text: str) -> list[tuple[str, str, int, int]]:
    """(body part, left | right | both, start, end) for every time that a part is named with its side."""
    bare = RIGHT_NOT_SIDE.sub(lambda match: " " * len(match.group(0)), text)
    rows = []
    for match in (*_SIDED.finditer(bare), *_SIDE_OF.finditer(bare)):
        side, part = match.group(1).lower(), match.group(2).lower()
        if part.startswith("extremit"):
            limb = _LIMB.search(match.group(0))
            part = {"lower": "leg", "upper": "arm"}[limb.group(0).lower()] if limb else part
        rows.append((_REGION.get(part, part), "both" if side.startswith("b") else side, match.start(), match.end()))
    return rows


def parts_of(text: str) -> frozenset[str]:
    """The body parts that a text names."""
    return frozenset(_REGION.get(part.lower(), part.lower()) for part in _ANY_PART.findall(text))
