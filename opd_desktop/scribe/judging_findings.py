"""The findings of a sentence of a note against those of the dialogue: unsaid, denied, or reported."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.evidence import Claim, Evidence, Said, denied_words, told_otherwise, told_rows
from opd_desktop.scribe.evidence_words import content, parts_of
from opd_desktop.scribe.judging_drugs import heard_alike
from opd_desktop.scribe.judging_words import CLOSER, FILLER, MANY, REGISTER, Add
from opd_desktop.scribe.lexicon import Concept, Mention, lexicon
from opd_desktop.scribe.polarity import stated
from opd_desktop.scribe.surroundings import window_in

_VAGUE = frozenset({"pain", "tenderness", "swelling", "stiffness", "weakness", "numbness", "redness"})
"""Findings named for many places in one visit: absent in one, present in the next."""
_BASE = re.compile(r"^(.*) (pain|swelling|tenderness|stiffness|weakness)$")
_HEDGED = re.compile(
    r"\b(?:recent|recently|other|new|further|additional|any more|significant|worsening|worse|acute|current|currently|"
    r"since|associated|improve[ds]?|prior|"
    r"before|previous|previously|resolved|reliev\w+|relief|help\w*|until|anymore|longer|with or without)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:inquire[ds]?|aware of|whether|unsure|"
    r"ask(?:ed|s)|impact|discuss\w*|monitor\w*|avoid\w*|prevent\w*|resolved|better|improv\w+|"
    r"evaluat\w+|screen\w*|side effects?|risks?|assess|manage\w*|treat\w*|medications?|as needed|decreas\w+|reduc\w+|"
    r"(?:for|help with|relief of|control) (?:(?:the|his|her|any|this) )?(?:pain|swelling|inflammation|nausea)(?! of)|"
    r"due to (?:pain|swelling))\b",
    re.IGNORECASE,
)
_CLAIMED = re.compile(
    r"\b(?:reports?|endorses?|complains? of|positive for|suffers? from|diagnosed with|there (?:is|are))"
    r"\s+(?P<what>[a-z][a-z ,'-]{3,80}?)(?=[.;]|$|\b(?:for|since|with|in|on|when|after|that|at|as|over|during|but|from|"
    r"to|of)\b)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\b(?:(?!and\b|or\b)[a-z'-]+(?: +|$))+", re.IGNORECASE)
_NO_FINDING = re.compile(
    r"[- ](?:vaccin\w*|shots?|pandemic|clinic|center|booster)\b|"
    r" the importance\b",
    re.IGNORECASE,
)
"""What makes the name of an illness the name of something else."""
_VERB_FIRST = re.compile(r"(?:\w+s|he|she|that|they|the|his|her|[a-z]+ing)\b(?! of)", re.IGNORECASE)


def judge_findings(text: str, evidence: Evidence, add: Add) -> None:
    """Every finding must have been said, of the patient, and with the same polarity where it stands nearest."""
    for mention in lexicon().kinds(text, "symptom", "disorder"):
        status = status_of(text, mention)
        if status.when == "hypothetical":
            continue
        if _NO_FINDING.match(text, mention.end):
            continue
        parts = parts_of(text)
        polarity = stated(text, mention)
        rows = _rows_for(mention.concept, parts, evidence)
        if not rows:
            _judge_unsaid(mention.concept, polarity, evidence, add)
            _judge_told(text, mention, polarity, evidence, add)
            continue
        family = status.experiencer == "family"
        if not family and all(row.family for row in rows):
            add(FindingKind.NEGATION, "high", f"{mention.concept.name} was said of the family", _turns(rows))
            continue
        own = [row for row in rows if row.family == family]
        _judge_polarity(text, mention, polarity, own, evidence, add)


def _judge_polarity(
    text: str, mention: Mention, polarity: str, rows: Sequence[Said], evidence: Evidence, add: Add
) -> None:
    opposite = "absent" if polarity == "present" else "present"
    if _qualified(text, mention, polarity):
        return
    against = [row for row in rows if row.polarity == opposite]
    if not against:
        return
    ours = window_in(text, mention.start, mention.end, REGISTER)
    agreeing = [row for row in rows if row.polarity == polarity]
    same = evidence.stream.nearest(ours, (row.window for row in agreeing))
    unclear = evidence.stream.nearest(ours, (row.window for row in rows if row.polarity == "unclear"))
    other = evidence.stream.nearest(ours, (row.window for row in against))
    elsewhere = not any(parts_of(text) & row.parts for row in against)
    if not same and mention.concept.name in _VAGUE and other < _FAINT and (elsewhere or agreeing):
        return
    if (
        mention.concept.name not in _VAGUE
        and not agreeing
        and len(against) > sum(row.polarity == "unclear" for row in rows)
    ):
        other = max(other, 1.0 + CLOSER * unclear)
    outnumbered = 0 < MANY * len(agreeing) <= len(against) and other >= max(same, unclear)
    if outnumbered or other > CLOSER * max(same, UNCLEAR * unclear):
        said = "denied" if opposite == "absent" else "reported"
        add(FindingKind.NEGATION, "high", f"{mention.concept.name} was {said}", _turns(against))


def _qualified(text: str, mention: Mention, polarity: str) -> bool:
    """Whether words near a finding make it one of another time, of another degree, or one merely spoken of."""
    cuts = [cut.end() for cut in _PART_OF.finditer(text, 0, mention.start)]
    left = max([0, mention.start - _NEAR, *cuts])
    near = text[left : mention.end + _NEAR]
    return bool((_SPOKEN_OF if polarity == "present" else _HEDGED).search(near))


_PART_OF = re.compile(r",? who\b|[;.]|, (?:and )?(?:he|she|they)\b|\b(?:but|however|although)\b", re.IGNORECASE)
_NEAR = 45
"""Characters on each side of a finding in which a word qualifies it."""
_FAINT = 2.5
"""Nearness below which a pain or a swelling may be another one."""
UNCLEAR = 0.5
"""What a saying without a clear polarity counts for either side."""


def _turns(rows: Sequence[Said]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.turn for row in rows))[:3]


def _rows_for(concept: Concept, parts: frozenset[str], evidence: Evidence) -> list[Said]:
    """What was said of a concept; for pain and the like, what was said of it in the same place."""
    rows = list(evidence.said.get(concept.name, ()))
    based = _BASE.match(concept.name)
    if based:
        place = parts_of(based.group(1)) or parts
        rows += [row for row in evidence.said.get(based.group(2), ()) if place & row.parts]
    if concept.name in _VAGUE:
        longer = [row for name, many in evidence.said.items() if name.endswith(f" {concept.name}") for row in many]
        rows += [row for row in longer if parts & (row.parts | parts_of(row.name))]
        if parts:
            rows = [row for row in rows if (row.parts | parts_of(row.name)) & parts] or [
                row for row in rows if not row.parts
            ]
    return rows


def _judge_told(text: str, mention: Mention, polarity: str, evidence: Evidence, add: Add) -> None:
    """What was said in everyday words only, and always the other way round."""
    concept = mention.concept
    family = status_of(text, mention).experiencer == "family"
    rows = [row for row in told_rows(concept, evidence) if row.family == family]
    if _qualified(text, mention, polarity):
        return
    opposite = "absent" if polarity == "present" else "present"
    if rows and all(row.polarity == opposite for row in rows):
        said = "denied" if opposite == "absent" else "reported"
        add(FindingKind.NEGATION, "high", f"{concept.name} was {said}", _turns(rows))


def _judge_unsaid(concept: Concept, polarity: str, evidence: Evidence, add: Add) -> None:
    known_by_sound = concept.kind == "disorder" and " " not in concept.name
    if told_otherwise(concept, evidence) or (known_by_sound and heard_alike(concept.name, evidence)):
        return
    if polarity == "absent":
        add(FindingKind.UNSUPPORTED, "medium", f"nobody asked about {concept.name}")
    else:
        add(FindingKind.UNSUPPORTED, "high", f"{concept.name} was not said")


def judge_claimed(text: str, evidence: Evidence, add: Add) -> None:
    """Reported things that the lexicon does not know: none of their words was said."""
    spans = [(m.start, m.end) for m in lexicon().find(text)]
    for match in _CLAIMED.finditer(text):
        start = match.start("what")
        for item in _ITEM.finditer(match["what"]):
            begin, end = start + item.start(), start + item.end()
            if any(begin < right and left < end for left, right in spans) or _VERB_FIRST.match(item.group(0)):
                continue
            words = content(item.group(0)) - FILLER - REGISTER
            if words and not words & evidence.stems and not any(heard_alike(word, evidence) for word in words):
                add(FindingKind.UNSUPPORTED, "high", f"{item.group(0).strip()} was not said")


_REPORTS_ANY = re.compile(
    r"\b(?:reports|endorses|complains of|notes|positive for|presents with|has)"
    r"(?: (?:taking|having|experiencing))? any\b",
    re.IGNORECASE,
)


def judge_any(text: str, add: Add) -> None:
    """ "Reports any rashes": "any" goes with a denial, which was lost."""
    found = _REPORTS_ANY.search(text)
    if found and not re.search(r"\b(?:if|whether|not|no|never|should)\b|\?", text, re.IGNORECASE):
        add(FindingKind.NEGATION, "high", f"{found.group(0)} lacks its denial")


def judge_denials(text: str, evidence: Evidence, add: Add) -> None:
    """A denial of what was told, judged by the words alone, for what the lexicon does not know."""
    denied = denied_words(text) & (content(text) - REGISTER)
    if not denied or _HEDGED.search(text) or lexicon().kinds(text, "symptom", "disorder"):
        return
    best = _nearest(denied, evidence.claims)
    if best and all(not (row.denied & denied) and not row.unclear for row in best):
        add(FindingKind.NEGATION, "high", "this was said, not denied", tuple(row.turn for row in best)[:3])


def _nearest(stems: frozenset[str], claims: Sequence[Claim]) -> list[Claim]:
    """The lines that hold nearly all of the stems; none for fewer than two."""
    if len(stems) < 2:
        return []
    scored = [(len(stems & row.stems) / len(stems), row) for row in claims]
    top = max((share for share, _ in scored), default=0.0)
    return [row for share, row in scored if share == top] if top >= 0.75 else []
