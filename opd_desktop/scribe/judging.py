"""One sentence of a note against the evidence: what it claims that was not said, or was said the other way round."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from opd_desktop.domain.note import Finding, FindingKind, Section, Severity
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.evidence import (
    Claim,
    Evidence,
    Said,
    content,
    denied_words,
    parts_of,
    sides_of,
    stem,
    told_otherwise,
)
from opd_desktop.scribe.judging_numbers import REGISTER, Add, judge_dates, judge_numbers
from opd_desktop.scribe.lexicon import Concept, Mention, lexicon
from opd_desktop.scribe.quantities import quantities, written

SUPPORTED_SHARE = 0.6
"""Share of the content words heard from which a sentence without a finding counts as supported."""
PARTLY_SHARE = 0.15
"""Below this share, and with more than two content words, a sentence counts as unsupported."""
_LABEL = re.compile(r"^[A-Z][\w/&,' -]{2,40}:\s*")
_VAGUE = frozenset({"pain", "tenderness", "swelling", "stiffness", "weakness", "numbness", "redness"})
"""Findings named for many places in one visit: absent in one, present in the next."""
_BASE = re.compile(r"^(.*) (pain|swelling|tenderness|stiffness|weakness)$")
_HEDGED = re.compile(
    r"\b(?:recent|recently|other|new|further|additional|any more|significant|worsening|worse|acute|current|currently|"
    r"since|associated|improve[ds]?|resolved|reliev\w+|relief|help\w*|until|anymore|longer|with or without)\b",
    re.IGNORECASE,
)
_SPOKEN_OF = re.compile(
    r"\b(?:inquire[ds]?|ask(?:ed|s)|impact|discuss\w*|monitor\w*|avoid\w*|prevent\w*|resolved|better|improv\w+|"
    r"evaluat\w+|screen\w*|side effects?|risks?)\b",
    re.IGNORECASE,
)
_CLASS_WORDS = frozenset({"anti-inflammatory", "antibiotic", "steroid", "insulin", "antihistamine", "diuretic"})
_DOSED = re.compile(
    r"\b([a-z][a-z-]{4,})(?: (?:at|of|to|tablets?|cream|inhaler))?,? \d[\d.,]*\s?(?:mg|mcg|milligrams?|"
    r"micrograms?|units|g|ml)\b",
    re.IGNORECASE,
)
_DRUG_LIKE = re.compile(
    r"\b[a-z]{3,}(?:pril|sartan|olol|statin|mycin|cillin|azole|oxacin|cycline|prazole|formin|gliptin|gliflozin|"
    r"glutide|parin|xaban|zepam|zolam|triptan|setron|solone|profen|mab|codone|morphone|thiazide|semide|lukast|terol|"
    r"tropium|idone|etine|aline|oxetine|tidine)\b",
    re.IGNORECASE,
)
_NOT_DRUG_WORDS = "dose doses tablet tablets daily about total least every level levels reading around over"
_NOT_DRUGS = frozenset(_NOT_DRUG_WORDS.split())
_CLAIMED = re.compile(
    r"\b(?:reports?|endorses?|complains? of|positive for|suffers? from|diagnosed with|there (?:is|are))"
    r"\s+(?P<what>[a-z][a-z ,'-]{3,80}?)(?=[.;]|$|\b(?:for|since|with|in|on|when|after|that|at|as|over|during|but|from|"
    r"to|of)\b)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\b(?:(?!and\b|or\b)[a-z'-]+(?: +|$))+", re.IGNORECASE)
_VERB_FIRST = re.compile(r"(?:\w+s|he|she|that|they|the|his|her|[a-z]+ing)\b(?! of)", re.IGNORECASE)
_FILLER = frozenset(
    content(
        "mild moderate severe some occasional intermittent new recent ongoing persistent chronic acute additional well "
        "feeling taking being having history issues problems changes good better worse doing evidence other symptom "
        "personal decrease increase decreased increased onset immediate general feelings sensation sensations family "
        "medical past"
    )
)

_ALIKE = 0.8
_MANY = 3
"""A side that was said this many times less often, and never closer to the sentence, is the wrong one."""


def judge_sentence(text: str, section: Section | None, evidence: Evidence) -> list[Finding]:
    """The verdict on one sentence first, then what led to it."""
    turns = best_turns(text, evidence)
    reasons: list[Finding] = []

    def add(kind: FindingKind, severity: Severity, why: str, where: tuple[int, ...] = ()) -> None:
        found = Finding(sentence=text, kind=kind, severity=severity, why=why, turns=where or turns, section=section)
        if found not in reasons:
            reasons.append(found)

    plain = written(text)
    judge_numbers(plain, bool(re.search(r"\b1\b", text)), evidence, add)
    judge_dates(text, evidence, add)
    _judge_drugs(plain, evidence, add)
    _judge_findings(plain, evidence, add)
    _judge_claimed(plain, evidence, add)
    _judge_sides(plain, evidence, add)
    if not any(row.kind is FindingKind.NEGATION for row in reasons):
        _judge_denials(plain, evidence, add)
    verdict, severity, why = _verdict(text, reasons, evidence)
    return [Finding(sentence=text, kind=verdict, severity=severity, why=why, turns=turns, section=section), *reasons]


def _judge_drugs(text: str, evidence: Evidence, add: Add) -> None:
    known: set[str] = set()
    for mention in lexicon().kinds(text, "drug"):
        concept = mention.concept
        known |= {word.lower() for word in mention.words.split()}
        if concept.name in evidence.said or stem(mention.words) in evidence.stems:
            _judge_dose(text, mention, evidence, add)
        elif concept.name in evidence.groups or told_otherwise(concept, evidence):
            continue
        elif concept.name in _CLASS_WORDS:
            add(FindingKind.MEDICATION, "medium", f"{concept.name} was not said")
        elif not _heard_alike(mention.words, evidence):
            add(FindingKind.MEDICATION, "high", f"{concept.name} was not said")
    dosed = {match.group(1).lower() for match in _DOSED.finditer(text)}
    for word in dosed | {match.group(0).lower() for match in _DRUG_LIKE.finditer(text)}:
        if word in known or word in _NOT_DRUGS or stem(word) in evidence.stems or _heard_alike(word, evidence):
            continue
        if word in dosed and stem(word) in REGISTER | _FILLER:
            continue
        add(FindingKind.MEDICATION, "high", f"{word} was not said")


def _judge_dose(text: str, mention: Mention, evidence: Evidence, add: Add) -> None:
    """The dose right behind a drug must be one that was said near that drug."""
    behind = [q for q in quantities(text) if 0 <= q.start - mention.end <= 12 and q.unit in {"mg", "mcg", "unit", "g"}]
    if not behind:
        return
    quantity = behind[0]
    doses = evidence.doses.get(mention.concept.name, frozenset())
    if doses and quantity.value not in doses and quantity.value in evidence.numbers:
        why = f"{quantity.value} {quantity.unit} was not said of {mention.words}, but {', '.join(sorted(doses)[:3])}"
        add(FindingKind.NUMBER, "high", why, evidence.turns_of(mention.concept.name)[:3])


def _heard_alike(word: str, evidence: Evidence) -> bool:
    """Whether something that sounds like `word` was said; recognisers and typists misspell drugs."""
    first = stem(word.lower())
    if len(first) > 4 and any(len(other) > 3 and first.startswith(other) for other in evidence.stems):
        return True
    return any(
        other[:1] == first[:1]
        and abs(len(other) - len(first)) <= 3
        and difflib.SequenceMatcher(None, first, other).ratio() >= _ALIKE
        for other in evidence.stems
        if len(other) > 4
    )


def _judge_findings(text: str, evidence: Evidence, add: Add) -> None:
    stems = content(text)
    parts = parts_of(text)
    for mention in lexicon().kinds(text, "symptom", "disorder"):
        status = status_of(text, mention)
        if status.when == "hypothetical":
            continue
        rows = _rows_for(mention.concept, parts, evidence)
        if not rows:
            _judge_unsaid(mention.concept, status.polarity, evidence, add)
            continue
        family = status.experiencer == "family"
        if not family and rows and all(row.family for row in rows):
            add(FindingKind.NEGATION, "high", f"{mention.concept.name} was said of the family", _turns(rows))
            continue
        best = _closest([row for row in rows if row.family == family] or rows, stems, parts)
        heard = {row.polarity for row in best}
        if status.polarity == "present" and heard == {"absent"} and not _SPOKEN_OF.search(text):
            add(FindingKind.NEGATION, "high", f"{mention.concept.name} was denied", _turns(best))
        elif mention.concept.name in _VAGUE and not parts:
            continue
        elif status.polarity == "absent" and heard == {"present"} and not _HEDGED.search(text):
            add(FindingKind.NEGATION, "high", f"{mention.concept.name} was reported", _turns(best))


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


def _closest(rows: list[Said], stems: frozenset[str], parts: frozenset[str]) -> list[Said]:
    """The sayings that share the most with the sentence; those without a clear polarity only where all are."""
    clear = [row for row in rows if row.polarity != "unclear"] or rows
    if len({row.polarity for row in clear}) == 1:
        return clear
    scored = [(len(stems & row.stems) + 2 * bool(parts & row.parts), row) for row in clear]
    top = max(score for score, _ in scored)
    best = [row for score, row in scored if score == top]
    for polarity in ("present", "absent"):
        same = [row for row in best if row.polarity == polarity]
        if len(same) >= _MANY * (len(best) - len(same)):
            return same
    return best


def _judge_unsaid(concept: Concept, polarity: str, evidence: Evidence, add: Add) -> None:
    known_by_sound = concept.kind == "disorder" and " " not in concept.name
    if told_otherwise(concept, evidence) or (known_by_sound and _heard_alike(concept.name, evidence)):
        return
    if polarity == "absent":
        add(FindingKind.UNSUPPORTED, "medium", f"nobody asked about {concept.name}")
    else:
        add(FindingKind.UNSUPPORTED, "high", f"{concept.name} was not said")


def _judge_claimed(text: str, evidence: Evidence, add: Add) -> None:
    """Reported things that the lexicon does not know: none of their words was said."""
    spans = [(m.start, m.end) for m in lexicon().find(text)]
    for match in _CLAIMED.finditer(text):
        start = match.start("what")
        for item in _ITEM.finditer(match["what"]):
            begin, end = start + item.start(), start + item.end()
            if any(begin < right and left < end for left, right in spans) or _VERB_FIRST.match(item.group(0)):
                continue
            words = content(item.group(0)) - _FILLER - REGISTER
            if words and not words & evidence.stems and not any(_heard_alike(word, evidence) for word in words):
                add(FindingKind.UNSUPPORTED, "high", f"{item.group(0).strip()} was not said")


def _judge_sides(text: str, evidence: Evidence, add: Add) -> None:
    stems = content(text)
    named = sides_of(text)
    for part, side in named:
        if any(other == part and there != side for other, there in named):
            continue
        rows = [row for row in evidence.sides if row.part == part]
        if not rows:
            continue
        heard = {row.side for row in rows}
        if side == "both":
            continue
        if side not in heard and "both" not in heard:
            said = ", ".join(sorted(heard))
            add(FindingKind.LATERALITY, "high", f"{side} {part} was not said; said: {said}", _side_turns(rows))
            continue
        ours = [len((row.stems & stems) - {part}) for row in rows if row.side in {side, "both"}]
        others = [row for row in rows if row.side not in {side, "both"}]
        theirs = [len((row.stems & stems) - {part}) for row in others]
        if not others:
            continue
        closer = max(theirs) > max(ours)
        rarer = max(theirs) == max(ours) and len(others) >= _MANY * len(ours)
        if closer or rarer:
            said = ", ".join(sorted({row.side for row in others}))
            add(FindingKind.LATERALITY, "high", f"here {said} {part} was said", _side_turns(others))


def _side_turns(rows: Sequence[object]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.turn for row in rows))[:3]  # type: ignore[attr-defined]


def _judge_denials(text: str, evidence: Evidence, add: Add) -> None:
    """A denial of what was told, judged by the words alone, for what the lexicon does not know."""
    denied = denied_words(text) & (content(text) - REGISTER)
    if not denied or _HEDGED.search(text):
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


def _verdict(text: str, reasons: Sequence[Finding], evidence: Evidence) -> tuple[FindingKind, Severity, str]:
    high = [finding for finding in reasons if finding.severity == "high"]
    if {finding.kind for finding in high} & {FindingKind.NEGATION, FindingKind.LATERALITY}:
        first = next(f for f in high if f.kind in {FindingKind.NEGATION, FindingKind.LATERALITY})
        return FindingKind.CONTRADICTED, "high", first.why
    if high:
        return FindingKind.UNSUPPORTED, "high", high[0].why
    if reasons:
        return FindingKind.PARTLY, "medium", reasons[0].why
    words = content(_LABEL.sub("", text)) - REGISTER
    carried = [m.words for m in lexicon().find(text) if m.concept.name in evidence.said]
    known = words & (evidence.stems | content(" ".join(carried)))
    share = len(known) / len(words) if words else 1.0
    if share >= SUPPORTED_SHARE:
        return FindingKind.SUPPORTED, "low", ""
    unheard = ", ".join(sorted(words - known)[:4])
    if share >= PARTLY_SHARE or len(words) < 3:
        return FindingKind.PARTLY, "low", f"not heard: {unheard}"
    return FindingKind.UNSUPPORTED, "medium", f"not heard: {unheard}"


def best_turns(text: str, evidence: Evidence) -> tuple[int, ...]:
    """Up to three turns that share the most with a sentence, in order."""
    words = content(text)
    scored = [(len(words & stems), -turn, turn) for turn, stems in evidence.by_turn]
    top = sorted((row for row in scored if row[0] >= min(2, max(1, len(words)))), reverse=True)[:3]
    return tuple(sorted(turn for _, _, turn in top))
