"""A local language model may reword extracted sentences, and nothing else.

It is asked section by section, a few sentences at a time, under a JSON schema that has one key per sentence. What it
makes of a sentence stands only when `opd_desktop.scribe.rewrite_guard` lets it; otherwise the extracted one stands.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from threading import Event
from typing import Any

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft, DraftSentence, DraftWarning, Section, Transcript
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.backends import Answer, Ask, Backend, Stopped
from opd_desktop.scribe.backends.base import ANSWER_S
from opd_desktop.scribe.rewrite_guard import why_refused

PROMPT_VERSION = "rewrite-2"
AT_ONCE = 8
"""Sentences in one question: small models lose count of more, and the answer stays short enough to repair."""
TRIAL = 8
"""Refused sentences after which a model is not asked any further, when hardly any of its sentences stood."""
VISIT_S = 200.0
"""Seconds for one visit as a whole; what is not reworded by then stands as extracted."""
_TURNS = 4
_FILLER = re.compile(
    r"\b(?:really|just|actually|basically|literally|very|pretty much|kind of|sort of|you know|a lot|um+|uh+|like)\b",
    re.IGNORECASE,
)
_SMALL = frozenset(["and", "also", "so", "then", "that", "the", "a", "an", "is", "was", "has", "had", "of", "to", "in"])
Progress = Callable[[float], None]


@dataclass(slots=True)
class Outcome:
    """What a model made of some sentences, by sentence id."""

    reworded: dict[str, str] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    same: set[str] = field(default_factory=set)
    answers: list[Answer] = field(default_factory=list)

    @property
    def stood(self) -> int:
        return len(self.reworded) + len(self.same)


def rewrite(
    draft: Draft,
    transcript: Transcript,
    backend: Backend,
    rebuild: Callable[[Draft, Sequence[DraftSentence]], Draft],
    cancel: Event | None = None,
    progress: Progress | None = None,
    *,
    outcome: Outcome | None = None,
    to_the_end: bool = False,
    visit_s: float = VISIT_S,
    answer_s: float = ANSWER_S,
) -> Draft:
    """`draft` with the sentences that the model reworded faithfully; `rebuild` makes the texts anew.

    Whatever the model does (no answer, broken JSON, inventions), the extracted sentences are the fallback and a
    warning says how many stood. When `cancel` is set the whole extracted draft stands.

    Args:
        progress: called with the share of the sentences that are done, 0..1, while tokens come in.
        outcome: an empty one to be filled, for whoever counts.
        to_the_end: an unfit model is asked for every sentence all the same, to see what it does.
        visit_s: after so many seconds no further sentence is asked for.
        answer_s: seconds that one answer may take.
    """
    said = {turn.id: turn.text for turn in transcript.turns}
    outcome = Outcome() if outcome is None else outcome
    warnings: list[DraftWarning] = []
    total = len(draft.sentences) or 1
    done = 0
    until = time.monotonic() + visit_s
    try:
        for section, rows in _groups(draft.sentences):
            left = until - time.monotonic()
            if left <= 0:
                late = {"seconds": round(visit_s), "sentences": total - done}
                warnings.append(DraftWarning(code="llm_late", params=late))
                break
            try:
                share = _share(progress, done, len(rows), total)
                reword(backend, rows, said, outcome, cancel, share, min(left, answer_s))
            except ServiceUnavailable as error:
                warnings.append(_failed(error, section))
                break
            done += len(rows)
            if not to_the_end and len(outcome.refused) >= TRIAL and len(outcome.refused) > 3 * outcome.stood:
                warnings.append(DraftWarning(code="llm_unfit", params={"model": backend.card.name}))
                break
    except Stopped:
        stopped = DraftWarning(code="llm_cancelled")
        return draft.model_copy(update={"warnings": (*draft.warnings, stopped)})
    if outcome.refused:
        warnings.append(DraftWarning(code="llm_refused", params={"sentences": len(outcome.refused)}))
    if progress:
        progress(1.0)
    return rebuild(_carded(draft, backend, warnings), [_with_text(s, outcome) for s in draft.sentences])


def _failed(error: ServiceUnavailable, section: Section) -> DraftWarning:
    if error.code != "scribe.llm_unavailable":
        return DraftWarning(code=error.code.removeprefix("scribe."), params=error.params)
    reason = str(error.params.get("reason", ""))
    return DraftWarning(code="llm_failed", params={"section": section.value, "reason": reason})


def _groups(sentences: Sequence[DraftSentence]) -> Iterator[tuple[Section, list[DraftSentence]]]:
    for section in Section:
        rows = [sentence for sentence in sentences if sentence.section is section]
        for start in range(0, len(rows), AT_ONCE):
            yield section, rows[start : start + AT_ONCE]


def _share(progress: Progress | None, done: int, group: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda part: progress((done + min(part, 1.0) * group) / total)


def _with_text(sentence: DraftSentence, outcome: Outcome) -> DraftSentence:
    text = outcome.reworded.get(sentence.id)
    return sentence if text is None else sentence.model_copy(update={"text": text, "extracted": sentence.text})


def _carded(draft: Draft, backend: Backend, warnings: Sequence[DraftWarning]) -> Draft:
    card = backend.card
    run = draft.run_card.model_copy(
        update={
            "llm": card.name,
            "llm_digest": card.digest,
            "llm_runtime": card.runtime,
            "prompt": PROMPT_VERSION,
            "settings": {**draft.run_card.settings, **card.settings},
        }
    )
    return draft.model_copy(update={"run_card": run, "warnings": (*draft.warnings, *warnings)})


def reword(
    backend: Backend,
    sentences: Sequence[DraftSentence],
    said: dict[int, str],
    outcome: Outcome,
    cancel: Event | None = None,
    progress: Progress | None = None,
    seconds: float = ANSWER_S,
) -> None:
    """Ask for one group of sentences and put what the guard makes of the answer into `outcome`.

    Args:
        seconds: that the answer may take, a repaired one included.

    Raises:
        ServiceUnavailable: no answer, or twice one that does not fit the schema.
        Stopped: `cancel` was set.
    """
    answers = _asked(backend, question(sentences, said, seconds), sentences, outcome, cancel, progress)
    for sentence in sentences:
        text = re.sub(r"\s+", " ", answers.get(sentence.id, "")).strip()
        if text in {"", sentence.text}:
            outcome.same.add(sentence.id)
            continue
        evidence = [said.get(turn, "") for turn in sentence.turns]
        refused = why_refused(sentence.text, text, evidence) or _why_no_better(sentence.text, text)
        if refused:
            outcome.refused[sentence.id] = refused
        else:
            outcome.reworded[sentence.id] = text


def _why_no_better(extracted: str, other: str) -> str:
    """Why a rewording that says the same is still the worse sentence; "" when it is not."""
    if fillers(other) > fillers(extracted):
        return "adds filler words"
    if sum(map(str.isdigit, other)) < sum(map(str.isdigit, extracted)):
        return "spells numbers out"
    had, has = ([word.strip(".,;:") for word in text.lower().split()] for text in (extracted, other))
    return "adds nothing but words" if len(has) > len(had) and set(has) - set(had) <= _SMALL else ""


def fillers(text: str) -> int:
    """How many words of a text are said and not written."""
    return len(_FILLER.findall(text))


def _asked(
    backend: Backend,
    ask: Ask,
    sentences: Sequence[DraftSentence],
    outcome: Outcome,
    cancel: Event | None,
    progress: Progress | None,
) -> dict[str, str]:
    until = time.monotonic() + ask.seconds
    tokens = None if progress is None else lambda count: progress(count / ask.max_tokens)
    first = backend.answer(ask, tokens, cancel)
    outcome.answers.append(first)
    try:
        return _parsed(first.text, sentences)
    except ValueError as error:
        wrong = str(error)
    repair = f"{ask.user}\n\nYour last answer was not valid ({wrong}). Answer with the JSON object only."
    left = until - time.monotonic()
    if left <= 0:
        raise ServiceUnavailable("scribe.llm_unavailable", reason="too slow")
    second = backend.answer(replace(ask, user=repair, seconds=left), tokens, cancel)
    outcome.answers.append(second)
    try:
        return _parsed(second.text, sentences)
    except ValueError as error:
        raise ServiceUnavailable("scribe.llm_unavailable", reason="invalid answer") from error


def question(sentences: Sequence[DraftSentence], said: dict[int, str], seconds: float = ANSWER_S) -> Ask:
    """The question for one group of sentences. The schema is in the prompt too, since models do not see `format`."""
    rows = {
        s.id: {"text": s.text, "said": [said[turn] for turn in s.turns[:_TURNS] if turn in said]} for s in sentences
    }
    fields = {s.id: {"type": "string", "maxLength": 60 + 2 * len(s.text)} for s in sentences}
    schema: dict[str, Any] = {
        "type": "object",
        "properties": fields,
        "required": list(fields),
        "additionalProperties": False,
    }
    system = f"{_prompt()}{json.dumps(schema)}"
    budget = 60 + sum(20 + 3 * len(s.text.split()) for s in sentences)
    return Ask(system, json.dumps(rows, ensure_ascii=False), schema, budget, seconds)


def _prompt() -> str:
    return (RESOURCES / "prompts" / f"{PROMPT_VERSION}.txt").read_text(encoding="utf-8")


def _parsed(raw: str, sentences: Sequence[DraftSentence]) -> dict[str, str]:
    """The answer by sentence id.

    Raises:
        ValueError: not JSON, not an object, or without any of the ids; the message tells the model what is wrong.
    """
    match = re.search(r"\{.*\}", raw, re.DOTALL)
    try:
        data = json.loads(match.group(0) if match else raw)
    except (ValueError, RecursionError) as error:
        raise ValueError("it is not JSON") from error
    if not isinstance(data, dict):
        raise ValueError("it is not an object")
    found = {s.id: data[s.id] for s in sentences if isinstance(data.get(s.id), str)}
    if not found:
        raise ValueError("the ids are missing")
    return found
