"""The scribe's three transforms as the command line and the server call them. Stateless: nothing is kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Literal, TypeVar

from opd_desktop.domain.note import Draft, Transcript, Validation
from opd_desktop.scribe import drafting as rules
from opd_desktop.scribe import llm, turns, words
from opd_desktop.scribe.validation import validate as judge

Llm = Literal["none", "ollama", "auto"]
_Warned = TypeVar("_Warned", Draft, Transcript, Validation)


def transcribe(
    path: Path,
    *,
    model: str | None = None,
    language: str = "en",
    progress: Callable[[float], None] | None = None,
    cancel: Event | None = None,
) -> Transcript:
    """The transcript of a recording; see `opd_desktop.scribe.transcribe`."""
    from opd_desktop.scribe import transcribe as speech

    return _worded(speech.transcribe(path, model=model, language=language, progress=progress, cancel=cancel))


def draft(
    source: Transcript | str, *, language_model: Llm = "none", bundle: bool = True, cancel: Event | None = None
) -> Draft:
    """A draft of a transcript or of pasted text, reworded by a local model when asked for and present.

    Raises:
        BadInput: `scribe.bad_json`, `scribe.bad_transcript`, `scribe.too_long`, `fhir.invalid`.
    """
    transcript = turns.parse(source) if isinstance(source, str) else source
    made = rules.draft(transcript)
    if made.note and language_model != "none":
        made = _reworded(made, transcript, language_model, cancel)
    if made.note and bundle:
        from opd_desktop.fhir.note_bundle import note_bundle

        made = made.model_copy(update={"bundle": note_bundle(made)})
    return _worded(made)


def _reworded(made: Draft, transcript: Transcript, kind: Llm, cancel: Event | None) -> Draft:
    backend, warning = llm.choose(kind)
    if warning:
        made = made.model_copy(update={"warnings": (*made.warnings, warning)})
    if backend is None:
        return made
    try:
        return llm.rewrite(made, transcript, backend, rules.with_sentences, cancel)
    finally:
        if isinstance(backend, llm.Ollama):
            backend.close()


def validate(note: str, dialogue: Transcript | str | None = None) -> Validation:
    """Findings on a note; see `opd_desktop.scribe.validation`."""
    return _worded(judge(note, dialogue))


def _worded(made: _Warned) -> _Warned:
    """`made` with a sentence in every warning."""
    rows = tuple(w.model_copy(update={"message": words.warning(w.code, w.params)}) for w in made.warnings)
    return made.model_copy(update={"warnings": rows})
