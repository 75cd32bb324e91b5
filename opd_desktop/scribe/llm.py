"""A local language model may reword extracted sentences, and nothing else.

It is asked section by section, a few sentences at a time, under a JSON schema that has one key per sentence. What it
makes of a sentence stands only when `opd_desktop.scribe.rewrite_guard` lets it; otherwise the extracted one stands.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import Any

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft, DraftSentence, DraftWarning, Section, Transcript
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.backends import Answer, Ask, Backend, Stopped
from opd_desktop.scribe.rewrite_guard import why_refused

PROMPT_VERSION = "rewrite-2"
AT_ONCE = 8
"""Sentences in one question: small models lose count of more, and the answer stays short enough to repair."""
TRIAL = 8
"""Refused sentences after which a model is not asked any further, when hardly any of its sentences stood."""
_TURNS = 4
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
) -> Draft:
    """`draft` with the sentences that the model reworded faithfully; `rebuild` makes the texts anew.

    Whatever the model does (no answer, broken JSON, inventions), the extracted sentences are the fallback and a
    warning says how many stood. When `cancel` is set the whole extracted draft stands.

    Args:
        progress: called with the share of the sentences that are done, 0..1, while tokens come in.
    """
    said = {turn.id: turn.text for turn in transcript.turns}
    outcome = Outcome()
    warnings: list[DraftWarning] = []
    total = len(draft.sentences) or 1
    done = 0
    try:
        for section, rows in _groups(draft.sentences):
            try:
                reword(backend, rows, said, outcome, cancel, _share(progress, done, len(rows), total))
            except ServiceUnavailable as error:
                reason = str(error.params.get("reason", ""))
                warnings.append(DraftWarning(code="llm_failed", params={"section": section.value, "reason": reason}))
                break
            done += len(rows)
            if len(outcome.refused) >= TRIAL and len(outcome.refused) > 3 * outcome.stood:
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
) -> None:
    """Ask for one group of sentences and put what the guard makes of the answer into `outcome`.

    Raises:
        ServiceUnavailable: no answer, or twice one that does not fit the schema.
        Stopped: `cancel` was set.
    """
    answers = _asked(backend, sentences, said, outcome, cancel, progress)
    for sentence in sentences:
        text = re.sub(r"\s+", " ", answers.get(sentence.id, "")).strip()
        if text in {"", sentence.text}:
            outcome.same.add(sentence.id)
            continue
        refused = why_refused(sentence.text, text, [said.get(turn, "") for turn in sentence.turns])
        if refused:
            outcome.refused[sentence.id] = refused
        else:
            outcome.reworded[sentence.id] = text


def _asked(
    backend: Backend,
    sentences: Sequence[DraftSentence],
    said: dict[int, str],
    outcome: Outcome,
    cancel: Event | None,
    progress: Progress | None,
) -> dict[str, str]:
    ask = question(sentences, said)
    tokens = None if progress is None else lambda count: progress(count / ask.max_tokens)
    first = backend.answer(ask, tokens, cancel)
    outcome.answers.append(first)
    try:
        return _parsed(first.text, sentences)
    except ValueError as error:
        wrong = str(error)
    repair = f"{ask.user}\n\nYour last answer was not valid ({wrong}). Answer with the JSON object only."
    second = backend.answer(Ask(ask.system, repair, ask.schema, ask.max_tokens), tokens, cancel)
    outcome.answers.append(second)
    try:
        return _parsed(second.text, sentences)
    except ValueError as error:
        raise ServiceUnavailable("scribe.llm_unavailable", reason="invalid answer") from error


def question(sentences: Sequence[DraftSentence], said: dict[int, str]) -> Ask:
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
    return Ask(system, json.dumps(rows, ensure_ascii=False), schema, budget)


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
