"""Which language model rewords, if any: the one asked for, or for "auto" the one that a quick test here picks.

The test is the task itself on six made-up, spoken sentences: it shows how fast the model reads and writes on this
machine, and whether it improves sentences in a way that the guard lets stand. Results are kept for the life of the
process only.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from threading import Event
from typing import Literal

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.note import DraftSentence, DraftWarning, Section
from opd_desktop.scribe import llm
from opd_desktop.scribe.backends import Backend, Speed, Stopped, embedded, gguf, ollama

Llm = Literal["none", "embedded", "ollama", "auto"]
KINDS: tuple[Llm, ...] = ("none", "embedded", "ollama", "auto")
VISIT_PROMPT_TOKENS = 5200
"""Tokens read for a visit of ten minutes: mean of the questions for 20 validation visits of ACI-Bench."""
VISIT_ANSWER_TOKENS = 1100
"""Tokens written for the same visits when every sentence is answered."""
PATIENCE_S = 90.0
"""Seconds for one visit up to which "auto" takes a model: about the time between two patients."""
TEST_S = 40.0
"""Seconds for the test of one model, its loading in Ollama included; a slower one is far from `PATIENCE_S`."""
TESTS_S = 80.0
"""Seconds for all tests of "auto" together."""
_TRIES = 2

_SAMPLE = (
    ("He has been feeling like really tired for about 2 weeks now.", "i've been feeling like really tired"),
    ("She denies having had any nausea, and she also denies any vomiting.", "no nausea , no vomiting either"),
    ("He is taking his lisinopril 20 mg once a day, you know, in the morning.", "i take lisinopril 20 mg"),
    ("Order an x-ray of that right knee, just to be on the safe side.", "we'll get an x-ray of that right knee"),
    ("She says that the left shoulder hurts a lot when she is lifting things up.", "my left shoulder hurts"),
    ("His blood pressure today was looking like 145/92.", "your blood pressure was 145/92"),
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The backend to use (None: the extracted note stands) and what to tell the reader about it."""

    backend: Backend | None = None
    warnings: tuple[DraftWarning, ...] = ()


def choose(kind: Llm, model: str | None = None, cancel: Event | None = None, models: Path | None = None) -> Choice:
    """The backend for `kind`; what was asked for and is not there becomes a warning, never an error.

    Args:
        model: name of an Ollama model, or path of a GGUF file; default: see the backends.
        models: folder of this computer's GGUF files; default: see `gguf.models_folder`.

    Raises:
        Stopped: `cancel` was set during the test of "auto".
    """
    if kind == "none":
        return Choice()
    if kind == "auto":
        return _auto(cancel, models)
    try:
        return Choice(open_backend(kind, model, models))
    except ServiceUnavailable as error:
        return Choice(None, (_told(error),))


def open_backend(kind: Literal["embedded", "ollama"], model: str | None = None, models: Path | None = None) -> Backend:
    """The backend of that kind, ready to answer.

    Raises:
        ServiceUnavailable: why there is none, as `ollama.Ollama` and `embedded.load` say.
    """
    if kind == "ollama":
        return ollama.Ollama(model)
    return embedded.load(Path(model) if model else None, models)


def _told(error: OpdError) -> DraftWarning:
    """What is missing, as a warning: it has the error's code and its sentence says what to do."""
    return DraftWarning(code=error.code.removeprefix("scribe."), params=error.params)


def _auto(cancel: Event | None, models: Path | None) -> Choice:
    openers, missing = _candidates(models)
    told: list[DraftWarning] = []
    until = time.monotonic() + TESTS_S
    for opener in openers:
        backend = None
        try:
            backend = opener()
            speed = _tested(backend, cancel, min(TEST_S, until - time.monotonic()))
        except OpdError as error:
            told.append(_told(error))
            if backend:
                backend.close()
            continue
        params: dict[str, str | int | float] = {
            "model": backend.card.name,
            "tokens": round(speed.answer_tokens_s),
            "seconds": round(speed.visit_s),
        }
        if speed.fit and speed.visit_s <= PATIENCE_S:
            return Choice(backend, (DraftWarning(code="llm_chosen", params=params),))
        told.append(DraftWarning(code="llm_slow" if speed.fit else "llm_unfit", params=params))
        backend.close()
    return Choice(None, tuple(told if openers else missing))


def _candidates(models: Path | None) -> tuple[list[Callable[[], Backend]], list[DraftWarning]]:
    """What to try, and what is missing: Ollama's models first (their owner chose to run them), the largest first; then
    the embedded one."""
    openers: list[Callable[[], Backend]] = []
    missing: list[DraftWarning] = []
    try:
        served = sorted(ollama.models(), key=lambda one: -one.size)[:_TRIES]
        openers += [partial(ollama.Ollama, one.name) for one in served]
        if not served:
            missing.append(DraftWarning(code="llm_no_model", params={"model": ""}))
    except ServiceUnavailable as error:
        missing.append(_told(error))
    if not embedded.available():
        missing.append(_told(embedded.not_installed()))
    elif gguf.find_model(models):
        openers.append(partial(embedded.load, None, models))
    else:
        place = models or gguf.models_folder()
        refused = gguf.unreadable_folder(place) or ServiceUnavailable("scribe.llm_no_file", folder=str(place))
        missing.append(_told(refused))
    return openers, missing


_speeds: dict[str, Speed] = {}


def _tested(backend: Backend, cancel: Event | None, seconds: float) -> Speed:
    key = f"{backend.card.name} {backend.card.digest}"
    if key not in _speeds:
        _speeds[key] = measure(backend, cancel, seconds)
    return _speeds[key]


def measure(backend: Backend, cancel: Event | None = None, seconds: float = TEST_S) -> Speed:
    """Let a model reword six sentences and count: a few seconds with a model that fits this machine, `seconds` at most.

    Raises:
        ServiceUnavailable: it gave no usable answer.
        Stopped: `cancel` was set.
    """
    if cancel and cancel.is_set():
        raise Stopped
    rows, said = _sample()
    outcome = llm.Outcome()
    begin = time.perf_counter()
    llm.reword(backend, rows, said, outcome, cancel, seconds=seconds)
    elapsed = time.perf_counter() - begin
    prompt = sum(answer.prompt_tokens for answer in outcome.answers)
    written = sum(answer.answer_tokens for answer in outcome.answers)
    prompt_s = sum(answer.prompt_s for answer in outcome.answers)
    answer_s = sum(answer.answer_s for answer in outcome.answers)
    reading = prompt / prompt_s if prompt_s else prompt / elapsed
    writing = written / answer_s if answer_s else written / elapsed
    visit = VISIT_PROMPT_TOKENS / max(reading, 0.1) + VISIT_ANSWER_TOKENS / max(writing, 0.1)
    improved = sum(_improved(row.text, outcome.reworded.get(row.id, row.text)) for row in rows)
    return Speed(reading, writing, visit, improved, len(rows))


def _improved(spoken: str, other: str) -> bool:
    """Whether a rewording that stands reads more like a note: without words that are only said, or else shorter."""
    had = llm.fillers(spoken)
    return llm.fillers(other) < had if had else len(other.split()) < len(spoken.split())


@lru_cache(maxsize=1)
def _sample() -> tuple[tuple[DraftSentence, ...], dict[int, str]]:
    rows = tuple(
        DraftSentence(id=f"s{number}", section=Section.SUBJECTIVE, text=text, turns=(number,))
        for number, (text, _) in enumerate(_SAMPLE, start=1)
    )
    return rows, {number: said for number, (_, said) in enumerate(_SAMPLE, start=1)}
