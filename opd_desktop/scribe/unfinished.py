"""What a speaker began and did not say to its end: it says nothing, and a note that has it reads as if cut off."""

from __future__ import annotations

import re

_FALSE_START = re.compile(
    r"^(?:(?:i|he|she|they|we|it)(?: (?:am|is|are|was|were) (?:and|so|but)| (?:so|but|even|just|also|really)|,)?"
    r"[\s,]+)(?=(?:i|we)\b)",
    re.IGNORECASE,
)
"""A beginning that the speaker took back: "i so i do have", "she i noticed"."""
_LOOSE_END = re.compile(
    r"(?<!\bis)(?<!\bare)(?<!\bwas)(?<!\bbeen)(?<!\bfeel)(?<!\bfeels)(?<!\blook)(?<!\blooks)(?<!\bdoing)(?<!\bseems)(?<!\bbe)"
    r"(?:[\s,]+(?:and|so|but|or|because|okay|alright|all right|also|hopefully|then|(?<!the )right|the|a|an|to|of|"
    r"with|for|your|my|just|like|is|which|now|let|every time that|when)|"
    r"[\s,]+(?:and|but|so|because|which|that)[\s,]+(?:i|he|she|they|the patient) (?:think|know|mean|guess|feel)s? "
    r"(?:i|he|she|it|they|the patient|like)|[\s,]+and (?:what|where|how|who)|"
    r"[\s,]+(?:and|but|so|because|let's?)[\s,]+(?:i|he|she|it|they|we|you|that|the patient)|[\s,]+yeah)+[\s,.]*$",
    re.IGNORECASE,
)
_CUT_OFF = re.compile(
    r"[\s,]+(?:(?:and|but|so|or)[\s,]+(?:otherwise|still|then|even|though)|(?:and|so|because)[\s,]+(?:while )?"
    r"(?:i|we|he|she|they|it|you|the patient) (?:am|is|are|was|were|(?:has|have) been)|"
    r"but[\s,]+(?:i|he|she|they|the patient) (?:has|have) been(?<!not been))[\s,.]*$",
    re.IGNORECASE,
)
"""The beginning of something that was never said to its end."""


def restarted(text: str) -> str:
    """A patient's sentence from where it was begun again, contractions already written out."""
    return _FALSE_START.sub("", text)


def to_its_end(text: str) -> str:
    """`text` without a beginning of something more at its end."""
    return _LOOSE_END.sub("", _CUT_OFF.sub("", text))
