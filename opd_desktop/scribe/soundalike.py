"""Misheard tests and drugs: "order a lipid pen" is likely a lipid panel. Always told, never silent."""

from __future__ import annotations

import difflib
import re
from functools import lru_cache

from opd_desktop.domain.note import DraftWarning, Transcript
from opd_desktop.scribe.lexicon import lexicon

_AFTER_ORDER = re.compile(
    r"\b(?:order(?:ing)?|send (?:off )?for|check|repeat|run|do) (?:an? |the |another |some |"
    r"your )?(?P<what>[a-z][a-z-]+(?: [a-z][a-z-]+){0,2})",
    re.IGNORECASE,
)
_AFTER_START = re.compile(
    r"\b(?:start(?:ed)?|prescribe|give|take|taking|continue|increase|decrease|stop) (?:you (?:on )?|the |your |"
    r"some |on )*(?P<what>[a-z][a-z-]{5,})"
    r"(?= (?:\d|\w+ hundred|\w+ milligrams?))",
    re.IGNORECASE,
)
_SURE = 0.78
"""Similarity from which a misheard name is taken for the known one; found on misheard names of a small model."""

_PLAIN = re.compile(
    r"(?:too|this|that|then|today|tomorrow|also|now|and|or|but|for|to|in|at|on|with|again|once|here|there|as|well|if|so|"
    r"because|just|before|after|it|them|you|your|the|an?|is|was|of|from)",
    re.IGNORECASE,
)
"""Words that no name of a test or drug ends in ("check your cholesterol too")."""


def corrected(transcript: Transcript) -> tuple[Transcript, tuple[DraftWarning, ...]]:
    """The transcript with misheard test and drug names replaced where one known name is close, and a warning each.

    Only words right after an order ("order a ...", "start ... 500") are looked at, and only when nothing known
    stands there. The turn keeps its number and times.
    """
    turns, warnings = [], []
    for turn in transcript.turns:
        text = turn.text
        for rule, kinds in ((_AFTER_ORDER, ("lab", "imaging")), (_AFTER_START, ("drug",))):
            for match in rule.finditer(turn.text):
                found = _closest(match["what"], kinds)
                if found:
                    said, meant = found
                    text = re.sub(rf"\b{re.escape(said)}\b", meant, text, count=1)
                    warnings.append(
                        DraftWarning(code="sound_alike", params={"said": said, "meant": meant, "turn": turn.id})
                    )
        turns.append(turn if text == turn.text else turn.model_copy(update={"text": text}))
    return transcript.model_copy(update={"turns": tuple(turns)}), tuple(warnings)


def _closest(what: str, kinds: tuple[str, ...]) -> tuple[str, str] | None:
    words = what.split()
    for size in range(len(words), 0, -1):
        said = " ".join(words[:size])
        if _PLAIN.fullmatch(words[size - 1]):
            continue
        best = _best(said.lower(), kinds)
        if best:
            return None if lexicon().find(what) else (said, best)
    return None


@lru_cache(maxsize=8192)
def _best(said: str, kinds: tuple[str, ...]) -> str | None:
    """The one known name that is close to `said`, opens with the same letter and stands clear of every other."""
    names = _names(kinds, len(said.split()))
    if not any(name[0] == said[0] and _close(said, name) for name in names):
        return None
    scored = sorted(((difflib.SequenceMatcher(None, said, name).ratio(), name) for name in names), reverse=True)
    if said[0] != scored[0][1][0]:
        return None
    clear = len(scored) < 2 or scored[0][0] - scored[1][0] >= 0.05
    return scored[0][1] if clear else None


def _close(said: str, name: str) -> bool:
    """Whether the similarity is enough; the quicker figures are never below it (`difflib`)."""
    alike = difflib.SequenceMatcher(None, said, name)
    return all(measure() >= _SURE for measure in (alike.real_quick_ratio, alike.quick_ratio, alike.ratio))


@lru_cache(maxsize=16)
def _names(kinds: tuple[str, ...], count: int) -> list[str]:
    return [name for name in lexicon().names(*kinds) if len(name.split()) == count and len(name) >= 7]
