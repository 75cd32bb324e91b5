"""The problem that a doctor turns to in the plan: "for your second problem of your diabetes ..." -> "diabetes"."""

from __future__ import annotations

import re

from opd_desktop.scribe.lexicon import lexicon

_ORDINAL = r"(?:first|second|third|fourth|fifth|next|last|other|final|main|primary)"
_NTH = rf"{_ORDINAL} (?:problem|issue|one|diagnosis|thing|concern)"
_OPENS = r"(?:(?:and|so|then|now|okay|lastly|next|finally|as|but)\b[\s,]*)*"
_ANNOUNCED = re.compile(
    r"^\W*(?:(?:and|so|but|now|then|okay)\b[\s,]*)*(?:for|on|as for) (?:your|the|her|his) (?:first|second|third|fourth|"
    r"fifth|next|last|other|final|main) (?:problem|issue|diagnosis|thing|one)\b[\s,]+(?!of\b|is\b)(?=\S+ \S)",
    re.IGNORECASE,
)
"""A problem announced without its name."""
_TOPIC = re.compile(
    rf"^{_OPENS}(?:for|in terms of|as far as|regarding|with regards? to|when it comes to|moving on to)\s+"
    rf"(?:your|the|her|his|this)\s+(?:(?:{_NTH}|{_ORDINAL})\b)?(?: of| is|'s)?[\s,]*"
    r"(?P<topic>[^,.]{0,60}?)(?:\s+goes|\s+is concerned)?[,.]\s*|"
    r"^(?:your |the )?(?:first|second|third|fourth|next|last|final) (?:problem|issue|diagnosis)[\s,]*(?:is |"
    r"of )?(?:your |the )?(?P<topic2>[^,.]{3,50})[,.]\s*",
    re.IGNORECASE,
)
_NAMED_ALONE = re.compile(
    rf"^{_OPENS}(?:your|the|her|his|this) (?P<name>[a-z' -]{{4,40}}?)"
    r"(?:[,.]\s*|\s+)(?:$|(?=i (?:do )?(?:think|believe|suspect)\b))",
    re.IGNORECASE,
)
"""A problem named and nothing said of it yet: "your left knee pain, i think you have ..."."""
_BEFORE_NAME = re.compile(
    rf"^(?:(?:{_NTH}|problem|issue|diagnosis|of|is|being|with|for|about|your|the|his|her|this|that|an?|you know)\b"
    r"[\s,]*)+",
    re.IGNORECASE,
)
_AFTER_NAME = re.compile(rf"(?:^|\s+)(?:(?:the )?{_NTH}|your {_NTH}|that|which|we|i|you|he|she|so|today)\b.*$")
_SAYS = re.compile(r"\b(?:is|are|was|were|has|have|had|will|can|may|could|should|from|due|caus\w+)\b", re.IGNORECASE)


def announced(text: str) -> bool:
    """Whether a problem is announced without its name ("for your first problem i think ...")."""
    return bool(_ANNOUNCED.match(text))


def without_announcement(text: str) -> str:
    """`text` without the announcement of a problem."""
    return _ANNOUNCED.sub("", text)


def topic(text: str) -> tuple[str, str]:
    """The problem that the doctor turns to, or "", and what is said after it."""
    match = _TOPIC.match(f"{text}.")
    if match:
        name = _name(match["topic"] or match["topic2"] or "")
        if _known(name) or (name and match["topic2"] and len(name.split()) <= 4):
            return name, text[match.end() :]
        return "", text
    alone = _NAMED_ALONE.match(f"{text}.")
    name = _name(alone["name"]) if alone else ""
    if alone and len(name.split()) <= 5 and _ends_in_known(name) and not _SAYS.search(name):
        return name, text[alone.end() :]
    return "", text


def _name(said: str) -> str:
    """The problem without what announces it: "second problem of your diabetes" -> "diabetes"."""
    return _AFTER_NAME.sub("", _BEFORE_NAME.sub("", said.strip()))


def _known(name: str) -> bool:
    return bool(lexicon().kinds(name, "disorder", "symptom"))


def _ends_in_known(name: str) -> bool:
    """Whether the name of a problem ends `name`; one word alone is only a finding unless it is a disorder."""
    kinds = ("disorder", "symptom") if " " in name else ("disorder",)
    return any(one.end == len(name) for one in lexicon().kinds(name, *kinds))
