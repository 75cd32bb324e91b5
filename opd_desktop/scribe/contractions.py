"""Short spoken forms written out: "i've" is "i have", so that the rules of grammar see every verb."""

from __future__ import annotations

import re

_CONTRACTED = (
    (
        re.compile(
            r",?\s*\b(?:or,? )?(?:excuse me|i'm sorry|i am sorry)(?! (?:to|about|that|you|for)\b)\s*,?", re.IGNORECASE
        ),
        " ",
    ),
    (re.compile(r"\bi'm\b", re.IGNORECASE), "i am"),
    (re.compile(r"\bi've\b", re.IGNORECASE), "i have"),
    (re.compile(r"\bi'll\b", re.IGNORECASE), "i will"),
    (re.compile(r"\bi'd\b", re.IGNORECASE), "i would"),
    (re.compile(r"\byou're\b", re.IGNORECASE), "you are"),
    (re.compile(r"\byou've\b", re.IGNORECASE), "you have"),
    (re.compile(r"\byou'll\b", re.IGNORECASE), "you will"),
    (re.compile(r"\byou'd\b", re.IGNORECASE), "you would"),
    (re.compile(r"\bwe're\b", re.IGNORECASE), "we are"),
    (re.compile(r"\bwe'll\b", re.IGNORECASE), "we will"),
    (re.compile(r"\b(we|they)'ve\b", re.IGNORECASE), r"\1 have"),
    (re.compile(r"\bthey're\b", re.IGNORECASE), "they are"),
    (re.compile(r"\b(they|he|she|it|that)'ll\b", re.IGNORECASE), r"\1 will"),
    (re.compile(r"\b(we|they|he|she|it)'d\b", re.IGNORECASE), r"\1 would"),
    (re.compile(r"(?<![\w'])'cause\b", re.IGNORECASE), "because"),
    (re.compile(r"\b(it|that|there|he|she|what)'s (?=(?:been|got|gotten)\b)", re.IGNORECASE), r"\1 has "),
    (re.compile(r"\b(it|that|there|he|she|what)'s\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\bcan't\b", re.IGNORECASE), "cannot"),
    (re.compile(r"\bwon't\b", re.IGNORECASE), "will not"),
    (
        re.compile(r"\b(do|does|did|is|are|was|were|have|has|had|could|would|should)n't\b", re.IGNORECASE),
        r"\1 not",
    ),
)


def expanded(text: str) -> str:
    """`text` with contractions written out, and without a speaker's "excuse me"."""
    for pattern, replacement in _CONTRACTED:
        text = pattern.sub(replacement, text)
    return text
