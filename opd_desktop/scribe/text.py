"""Tidy spoken text: contractions, hesitations, repeats, sentence ends. Words are dropped here, never added."""

from __future__ import annotations

import re
from functools import lru_cache

from opd_desktop.scribe.casing import SPELLED

_AFTER_ACUTE = (
    r"(?:upper|lower|respiratory|viral|bacterial|kidney|renal|coronary|exacerbation|pain|infection|on chronic"
    r"|\w+itis)\b"
)
_JOIN = (
    (
        re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|ca|could|would|should|wo) n't\b", re.IGNORECASE),
        r"\1n't",
    ),
    (re.compile(r"\bgon na\b|\bgonna\b", re.IGNORECASE), "going to"),
    (re.compile(r"\blem me\b|\blemme\b", re.IGNORECASE), "let me"),
    (re.compile(r"\bwan na\b|\bwanna\b", re.IGNORECASE), "want to"),
    (re.compile(r"\bgot ta\b|\bgotta\b", re.IGNORECASE), "have to"),
    (re.compile(r"\bkind of\b|\bkinda\b|\bsort of\b|\bsorta\b", re.IGNORECASE), ""),
    (re.compile(r"\by'all\b", re.IGNORECASE), "you"),
    (re.compile("[\u2018\u2019]"), "'"),
    (re.compile(r"\s+'(s|re|ve|ll|d|m)\b", re.IGNORECASE), r"'\1"),
    # What speech recognition makes of "acute".
    (re.compile(rf"\bA cute(?= {_AFTER_ACUTE})"), "Acute"),
    (re.compile(rf"\ba cute(?= {_AFTER_ACUTE})"), "acute"),
)
_HESITATION = re.compile(
    r"(?<![\w-])(?:uh+|um+|uhm|(?<!the )er|erm|ah+|hmm+|mm+|you know(?=\s*,)|i mean|like i said|"
    r"let's see(?!\s+(?:the|your|if|how|what|whether|you|a|him|her)\b)|well then|"
    r"basically|actually|obviously|honestly|literally)(?![\w'-])\s*,?",
    re.IGNORECASE,
)
_LIKE = re.compile(r",\s*like\s*,", re.IGNORECASE)
_PICTURE = re.compile("[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]")
_CUT_WORD = re.compile(r"(?<![\w-])[a-z']{1,8}-\s*,?\s+(?=[a-z])", re.IGNORECASE)
# A repeated number is no stutter: "twenty twenty" is an eyesight, "five five" two digits.
SPOKEN_NUMBER = (
    r"(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|\d[\d./]*)"
)
_REPEAT = re.compile(
    (
        rf"\b(?!{SPOKEN_NUMBER}\b)([\w']+(?:\s+(?!{SPOKEN_NUMBER}\b)[\w']+){{0,2}})((?:\s*[,-]\s*|\s*\.\.\.\s*|"
        rf"\s+)\1\b)+"
    ),
    re.IGNORECASE,
)
_STUTTER = re.compile(r"\b([a-z])-(?=\1)", re.IGNORECASE)
_DANGLING = re.compile(r"^(?:[,.\s-]|\.{2,})+")
_SPACE = re.compile(r"\s+")
_BEFORE_PUNCTUATION = re.compile(r"\s+([,;:?!%]|\.(?!\d))")
_COMMAS = re.compile(r"(?:\s*,\s*){2,}")
_DOTS = re.compile(r"\s*(?:\.{2,}|…)\s*")
_OPENER = re.compile(
    r"^(?:(?:so|well|and|but|okay|ok|alright|all right|yeah|yes|yep|"
    r"right(?! (?:[a-z]+ ){1,3}(?:is|are|was|has|looks?|feels?|shows?|appears?)\b| (?:side|sided|ear|eye|knee|hip|"
    r"shoulder|ankle|foot|hand|wrist|elbow|arm|leg)\b)|now|oh|good|great|perfect|sure|no problem|"
    r"then|also|again|anyway|you know|let's see|because|i guess|sounds good|hey)\b[\s,.]*)+",
    re.IGNORECASE,
)
_PATIENT_OPENER = re.compile(
    r"^(?:(?:so|well|and|but|okay|ok|alright|all right|now|oh|then|also|anyway|because|i guess)\b[\s,.]*)+",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.?!])[\"')]*\s+(?=\S)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:dr|mr|mrs|ms|st|vs|approx|no|b\.i|t\.i|e\.g|i\.e|a\.m|p\.m)|^[a-z])\.$", re.IGNORECASE
)


@lru_cache(maxsize=8192)
def tidy(text: str) -> str:
    """`text` without hesitations, repeats and stray spaces; upper and lower case stay as they are."""
    text = _SPACE.sub(" ", _PICTURE.sub(" ", text.replace("\u200b", ""))).strip()
    for pattern, replacement in _JOIN:
        text = pattern.sub(replacement, text)
    text = SPELLED.sub(lambda match: re.sub(r"\W", "", match[0]), text)
    text = _DOTS.sub(", ", text)
    text = _HESITATION.sub("", text)
    text = _LIKE.sub(", ", text)
    text = _STUTTER.sub("", text)
    text = _CUT_WORD.sub("", text)
    text = _BEFORE_PUNCTUATION.sub(r"\1", _SPACE.sub(" ", text))
    for _ in range(2):
        text = _REPEAT.sub(r"\1", text)
    text = _COMMAS.sub(", ", text)
    text = re.sub(r",\s*([.?!])", r"\1", text)
    return _DANGLING.sub("", _BEFORE_PUNCTUATION.sub(r"\1", _SPACE.sub(" ", text))).strip(" ,-")


def without_opener(text: str, *, keep_answer: bool = False) -> str:
    """`text` without the words that only open a spoken sentence; `keep_answer` leaves a leading "yes" there."""
    opener = _PATIENT_OPENER if keep_answer else _OPENER
    return opener.sub("", text).strip(" ,")


_CUT_DOSE = re.compile(
    r"(?:five|(?:twenty|seventy)[ -]five|5|25|75|125)\s+(?:mg|mcg|milligrams?|micrograms?)\b", re.IGNORECASE
)
_BEFORE_CUT = re.compile(
    r"\b(?:zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d|1[0-2])\s*\.$", re.IGNORECASE
)
"""A dose that a recogniser cut at its point ("twelve . five milligrams") is no two sentences."""


def sentences(text: str) -> list[str]:
    """Split into sentences at . ? ! keeping abbreviations and decimals together."""
    parts: list[str] = []
    for piece in _SENTENCE_END.split(text.strip()):
        whole = parts and (_ABBREVIATION.search(parts[-1].rstrip()) or not re.search(r"\w", piece))
        if whole or (parts and _CUT_DOSE.match(piece) and _BEFORE_CUT.search(parts[-1].rstrip())):
            parts[-1] = f"{parts[-1]} {piece}"
        elif piece.strip():
            parts.append(piece)
    return [part.strip() for part in parts if re.search(r"\w", part)]


def finish(text: str) -> str:
    """`text` as a written sentence: capital first, one full stop last."""
    text = _COMMAS.sub(", ", _BEFORE_PUNCTUATION.sub(r"\1", _SPACE.sub(" ", text)))
    text = re.sub(r"\b(\w+) \1\b(?! \d)", lambda m: m[0] if re.match(SPOKEN_NUMBER, m[1]) else m[1], text)
    text = re.sub(r"\bi\b", "I", text).strip(" ,;:-")
    text = text.rstrip(".?! ,;-")
    return f"{text[0].upper()}{text[1:]}." if text else ""
