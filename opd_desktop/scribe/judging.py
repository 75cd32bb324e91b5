"""One sentence of a note against the evidence: what it claims that was not said, or was said the other way round."""

from __future__ import annotations

import heapq
import itertools
import re
from collections import Counter
from collections.abc import Sequence

from opd_desktop.domain.note import Finding, FindingKind, Section, Severity
from opd_desktop.scribe.evidence import Evidence
from opd_desktop.scribe.evidence_words import content
from opd_desktop.scribe.judging_dates import judge_dates
from opd_desktop.scribe.judging_drugs import judge_drugs
from opd_desktop.scribe.judging_findings import judge_any, judge_claimed, judge_denials, judge_findings
from opd_desktop.scribe.judging_numbers import judge_numbers
from opd_desktop.scribe.judging_sides import judge_sides
from opd_desktop.scribe.judging_vitals import judge_vitals
from opd_desktop.scribe.judging_words import REGISTER
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.quantities import written

SUPPORTED_SHARE = 0.6
"""Share of the content words heard from which a sentence without a finding counts as supported."""
PARTLY_SHARE = 0.15
"""Below this share, and with more than two content words, a sentence counts as unsupported."""
_LABEL = re.compile(r"^[A-Z][\w/&,' -]{2,40}:\s*")


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
    judge_vitals(plain, evidence, add)
    judge_dates(text, evidence, add)
    judge_drugs(plain, evidence, add)
    judge_findings(plain, evidence, add)
    judge_claimed(plain, evidence, add)
    judge_any(plain, add)
    judge_sides(plain, evidence, add)
    if not any(row.kind is FindingKind.NEGATION for row in reasons):
        judge_denials(plain, evidence, add)
    verdict, severity, why = _verdict(text, reasons, evidence)
    return [Finding(sentence=text, kind=verdict, severity=severity, why=why, turns=turns, section=section), *reasons]


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
    shared = Counter(itertools.chain.from_iterable(evidence.turns_with.get(word, ()) for word in words))
    enough = ((turn, count) for turn, count in shared.items() if count >= min(2, len(words)))
    top = heapq.nsmallest(3, enough, key=lambda row: (-row[1], row[0]))
    return tuple(sorted(turn for turn, _ in top))
