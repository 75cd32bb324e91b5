"""The scribe's three transforms as the command line and the server call them. Stateless: nothing is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import TypeVar

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft, DraftWarning, Subject, Transcript, Validation
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.scribe import drafting as rules
from opd_desktop.scribe import llm, snomed, turns, words
from opd_desktop.scribe.backends import Stopped
from opd_desktop.scribe.choosing import KINDS, Llm, choose
from opd_desktop.scribe.languages import READ
from opd_desktop.scribe.shaping import shaped
from opd_desktop.scribe.speech_model import Engine
from opd_desktop.scribe.validation import validate as judge

__all__ = ["KINDS", "Llm", "draft", "transcribe", "validate"]
_Warned = TypeVar("_Warned", Draft, Transcript, Validation)


def transcribe(
    path: Path,
    *,
    model: str | None = None,
    how: Engine | None = None,
    key: bytes | None = None,
    language: str = "en",
    progress: Callable[[float], None] | None = None,
    cancel: Event | None = None,
) -> Transcript:
    """The transcript of a recording; `how` (or `model` alone) and `key` as in `opd_desktop.scribe.transcribe`."""
    from opd_desktop.scribe import transcribe as speech

    chosen = how or Engine(model or "")
    made = speech.transcribe(path, key=key, engine=chosen, language=language, progress=progress, cancel=cancel)
    return _worded(made)


def draft(
    source: Transcript | str,
    *,
    language_model: Llm = "none",
    model: str | None = None,
    bundle: bool = True,
    cancel: Event | None = None,
    progress: Callable[[float], None] | None = None,
    codes: Path | None = None,
    template: NoteTemplate | None = None,
    learned: Sequence[LearnedRule] = (),
    models: Path | None = None,
    at: datetime | None = None,
) -> Draft:
    """A draft of a transcript or of pasted text, reworded by a local model when asked for and present.

    Args:
        language_model: one of `KINDS`; "auto" tests what is installed and takes it only if it is fit and fast enough.
        model: name of an Ollama model, or path of a GGUF file; default: see `opd_desktop.scribe.backends`.
        cancel: ends the rewording; the extracted draft is returned with the warning `llm_cancelled`.
        progress: called with the share of the rewording done, 0..1.
        codes: the imported terminology (`snomed.codes_file`); without the file the starter map alone.
        template: the headings of the note, their order and their titles; None leaves it as the rules wrote it.
        learned: what was learned from the doctor, applied last (`domain.scribe_rules`).
        models: the folder with this computer's GGUF files; default: see `backends.gguf`.
        at: when the visit was, timezone-aware; the time of the FHIR document.

    Raises:
        BadInput: `scribe.bad_json`, `scribe.bad_transcript`, `scribe.too_long`, `fhir.invalid`.
    """
    transcript = turns.parse(source) if isinstance(source, str) else source
    made = _by_rules(transcript, codes)
    if made.note and language_model != "none":
        made = _reworded(made, transcript, language_model, model, cancel, progress, models)
    made = shaped(made, template, learned)
    if made.note and bundle:
        from opd_desktop.fhir.note_bundle import note_bundle

        document = note_bundle(made, at=at, template=template, transcript=transcript)
        made = made.model_copy(update={"bundle": document})
    return _worded(made)


def _by_rules(transcript: Transcript, codes: Path | None) -> Draft:
    try:
        with snomed.opened(codes) as release:
            return rules.draft(transcript, release)
    except ServiceUnavailable as damaged:
        made = rules.draft(transcript)
        told = DraftWarning(code="codes_damaged", params=damaged.params)
        return made.model_copy(update={"warnings": (*made.warnings, told)})


def _reworded(
    made: Draft,
    transcript: Transcript,
    kind: Llm,
    model: str | None,
    cancel: Event | None,
    progress: Callable[[float], None] | None,
    models: Path | None,
) -> Draft:
    try:
        choice = choose(kind, model, cancel, models)
    except Stopped:
        return made.model_copy(update={"warnings": (*made.warnings, DraftWarning(code="llm_cancelled"))})
    made = made.model_copy(update={"warnings": (*made.warnings, *choice.warnings)})
    if choice.backend is None:
        return made
    try:
        return llm.rewrite(made, transcript, choice.backend, rules.with_sentences, cancel, progress)
    finally:
        choice.backend.close()


def validate(note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None) -> Validation:
    """Findings on a note; see `opd_desktop.scribe.validation`.

    A conversation in a language that the rules do not read says nothing for or against a sentence, so the note is
    judged by itself then and the warning `language_not_read` says so.
    """
    transcript = turns.parse(dialogue) if isinstance(dialogue, str) else dialogue
    if transcript is None or transcript.language in READ:
        return _worded(judge(note, transcript, subject))
    alone = judge(note, None, subject)
    told = DraftWarning(code="language_not_read", params={"language": transcript.language})
    return _worded(alone.model_copy(update={"warnings": (*alone.warnings, told)}))


def _worded(made: _Warned) -> _Warned:
    """`made` with a sentence in every warning."""
    rows = tuple(w.model_copy(update={"message": words.warning(w.code, w.params)}) for w in made.warnings)
    return made.model_copy(update={"warnings": rows})
