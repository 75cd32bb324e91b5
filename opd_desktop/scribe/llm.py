"""An optional local language model that may reword extracted sentences, and nothing else.

The model answers under a JSON schema, section by section. Each sentence of its answer must carry the numbers, drugs,
findings, sides and negations of the extracted one and add none; otherwise the extracted sentence stands.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Sequence
from threading import Event
from typing import Any, Protocol

from pydantic import BaseModel, ConfigDict, ValidationError

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft, DraftSentence, DraftWarning, Section, Transcript
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.numbers import numbers_in, to_digits
from opd_desktop.scribe.validation import content, side_words

PROMPT_VERSION = "rewrite-1"
MODEL_VARIABLE = "OPD_LLM_MODEL"
CONNECT_S = 0.5
"""Seconds to wait for a connection; a server on this machine answers in milliseconds."""
ANSWER_S = 120.0
"""Seconds to wait for the answer to one section."""
MAX_NEW_WORDS = 0.34
"""Share of content words that may be neither in the extracted sentence nor in its evidence."""


class _Sentence(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: str
    text: str


class _Answer(BaseModel):
    model_config = ConfigDict(extra="ignore")
    sentences: list[_Sentence]


class Backend(Protocol):
    """A model that answers with JSON text."""

    name: str

    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> str:
        """The raw answer. Raises `ServiceUnavailable` when there is none."""


class Ollama:
    """The Ollama server at `OLLAMA_HOST` (default: this machine), through its official client.

    Raises:
        ServiceUnavailable: `scribe.llm_unavailable` when it does not answer, `scribe.llm_no_model` when it has no
            model, or not the one asked for.
    """

    def __init__(self, model: str | None = None, host: str | None = None, answer_s: float = ANSWER_S) -> None:
        try:
            import httpx
            import ollama
        except ImportError as error:
            raise ServiceUnavailable("scribe.llm_unavailable", reason="not installed") from error
        self._failures = (httpx.HTTPError, ollama.ResponseError, ConnectionError, ValueError)
        timeout = httpx.Timeout(answer_s, connect=CONNECT_S)
        self._client = ollama.Client(host=host or os.environ.get("OLLAMA_HOST"), timeout=timeout)
        self._probe = ollama.Client(
            host=host or os.environ.get("OLLAMA_HOST"), timeout=httpx.Timeout(2.0, connect=CONNECT_S)
        )
        try:
            self._model = self._choose(model or os.environ.get(MODEL_VARIABLE, ""))
        except BaseException:
            self.close()
            raise
        self.name = f"ollama:{self._model}"

    def close(self) -> None:
        """Close the connections."""
        for client in (self._client, self._probe):
            client.close()

    def _choose(self, wanted: str) -> str:
        try:
            models = {str(row.model): str(row.digest or "") for row in self._probe.list().models if row.model}
        except self._failures as error:
            raise ServiceUnavailable("scribe.llm_unavailable", reason=type(error).__name__) from error
        if not models:
            raise ServiceUnavailable("scribe.llm_no_model", model=wanted)
        if not wanted:
            return min(models)
        for name in sorted(models):
            if name in {wanted, f"{wanted}:latest"}:
                return name
        raise ServiceUnavailable("scribe.llm_no_model", model=wanted)

    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> str:
        messages = [{"role": "system", "content": system}, {"role": "user", "content": user}]
        options = {"temperature": 0.0, "seed": 1, "num_predict": max_tokens, "num_ctx": 8192}
        try:
            response = self._client.chat(model=self._model, messages=messages, format=schema, options=options)
        except self._failures as error:
            raise ServiceUnavailable("scribe.llm_unavailable", reason=type(error).__name__) from error
        return response.message.content or ""


def choose(kind: str) -> tuple[Backend | None, DraftWarning | None]:
    """The backend for "none", "ollama" or "auto", with the warning to show when it was asked for and is not there."""
    if kind == "none":
        return None, None
    try:
        return Ollama(), None
    except ServiceUnavailable as error:
        if kind == "auto":
            return None, None
        return None, DraftWarning(code=error.code.removeprefix("scribe."), params=error.params)


def rewrite(
    draft: Draft,
    transcript: Transcript,
    backend: Backend,
    rebuild: Callable[[Draft, Sequence[DraftSentence]], Draft],
    cancel: Event | None = None,
) -> Draft:
    """`draft` with the sentences that the model reworded faithfully; `rebuild` makes the texts anew.

    Whatever the model does (no answer, broken JSON, inventions), the extracted sentences are the fallback and a
    warning says how many stood.
    """
    said = {turn.id: turn.text for turn in transcript.turns}
    system = (RESOURCES / "prompts" / f"{PROMPT_VERSION}.txt").read_text(encoding="utf-8")
    reworded: dict[str, str] = {}
    refused = 0
    warnings: list[DraftWarning] = []
    for section in Section:
        sentences = [sentence for sentence in draft.sentences if sentence.section is section]
        if not sentences or (cancel and cancel.is_set()):
            continue
        try:
            answers = _ask(backend, system, sentences, said)
        except ServiceUnavailable as error:
            warnings.append(
                DraftWarning(
                    code="llm_failed", params={"section": section.value, "reason": str(error.params.get("reason", ""))}
                )
            )
            break
        for sentence in sentences:
            text = answers.get(sentence.id, "").strip()
            if not text or text == sentence.text:
                continue
            if why_refused(sentence.text, text, [said.get(turn, "") for turn in sentence.turns]):
                refused += 1
            else:
                reworded[sentence.id] = text
    if refused:
        warnings.append(DraftWarning(code="llm_refused", params={"sentences": refused}))
    sentences = [s.model_copy(update={"text": reworded.get(s.id, s.text)}) for s in draft.sentences]
    card = draft.run_card.model_copy(
        update={"llm": backend.name, "prompt": PROMPT_VERSION, "settings": {"temperature": 0.0, "seed": 1}}
    )
    return rebuild(draft.model_copy(update={"run_card": card, "warnings": (*draft.warnings, *warnings)}), sentences)


def _ask(backend: Backend, system: str, sentences: list[DraftSentence], said: dict[int, str]) -> dict[str, str]:
    rows = [{"id": s.id, "text": s.text, "evidence": [said.get(turn, "") for turn in s.turns][:4]} for s in sentences]
    user = json.dumps({"sentences": rows}, ensure_ascii=False)
    schema = _Answer.model_json_schema()
    budget = 200 + 3 * sum(len(sentence.text.split()) for sentence in sentences) + 20 * len(sentences)
    raw = backend.answer(system, user, schema, budget)
    try:
        answer = _parsed(raw)
    except ValidationError as error:
        repair = (
            f"{user}\n\nYour last answer was not valid ({error.errors()[0]['msg']}). Answer with the JSON object only."
        )
        try:
            answer = _parsed(backend.answer(system, repair, schema, budget))
        except ValidationError as again:
            raise ServiceUnavailable("scribe.llm_unavailable", reason="invalid answer") from again
    return {sentence.id: sentence.text for sentence in answer.sentences}


def _parsed(raw: str) -> _Answer:
    match = re.search(r"\{.*\}", raw, re.DOTALL)
    return _Answer.model_validate_json(match.group(0) if match else raw)


def why_refused(extracted: str, reworded: str, evidence: Sequence[str]) -> str:
    """Why a reworded sentence may not replace the extracted one; "" when it may."""
    ours, theirs = to_digits(extracted), to_digits(reworded)
    if len(theirs.split()) > 2 * len(ours.split()) + 6:
        return "longer than its evidence"
    if set(numbers_in(theirs)) != set(numbers_in(ours)):
        return "other numbers"
    if _concepts(theirs) != _concepts(ours):
        return "other findings, drugs or negations"
    if sorted(side_words(theirs)) != sorted(side_words(ours)):
        return "another side"
    if _negations(theirs) != _negations(ours):
        return "another negation"
    words = content(reworded)
    known = content(extracted) | content(" ".join(evidence)) | content(" ".join(to_digits(text) for text in evidence))
    new = words - known
    if len(new) > max(1, MAX_NEW_WORDS * len(words)):
        return "words that nobody said"
    return ""


def _concepts(text: str) -> set[tuple[str, str]]:
    return {(mention.concept.name, status_of(text, mention).polarity) for mention in lexicon().find(text)}


_NEGATION = re.compile(r"\b(?:no|not|never|without|denie[sd]|none|nor|negative|cannot)\b|n't\b", re.IGNORECASE)


def _negations(text: str) -> bool:
    return bool(_NEGATION.search(text))
