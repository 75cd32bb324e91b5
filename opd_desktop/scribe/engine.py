"""The scribe's three transforms as the command line and the server call them. Stateless: nothing is kept."""

from __future__ import annotations

from threading import Event
from typing import Literal

from opd_desktop.domain.note import Draft, Transcript, Validation
from opd_desktop.scribe import draft as rules
from opd_desktop.scribe import llm, turns
from opd_desktop.scribe.validate import validate as judge

Llm = Literal["none", "ollama", "auto"]


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
    return made


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
    """Findings on a note; see `opd_desktop.scribe.validate`."""
    return judge(note, dialogue)
