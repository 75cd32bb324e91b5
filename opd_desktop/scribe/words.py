"""The scribe's warnings as sentences, for the command line and the desk; errors are in `opd_desktop.words`."""

from collections.abc import Mapping

from opd_desktop.words import QT_TRANSLATE_NOOP, SENTENCES, fill

#: What is missing of a language model: warnings in the same words as the errors.
_AS_ERRORS = (
    "llm_no_ollama",
    "llm_not_installed",
    "llm_no_file",
    "llm_file_missing",
    "llm_file_unreadable",
    "llm_file_empty",
    "llm_file_broken",
    "llm_folder_unreadable",
    "no_gguf",
)
#: Warning code -> sentence; translatable in the context ``words``.
WARNINGS: dict[str, str] = {
    "no_speech": QT_TRANSLATE_NOOP(
        "words", "No speech was heard in {seconds} seconds of recording, so there is nothing to draft."
    ),
    "low_coverage": QT_TRANSLATE_NOOP(
        "words", "Only {percent} % of the speech became text, so no draft was made. Check the microphone."
    ),
    "too_quiet": QT_TRANSLATE_NOOP(
        "words",
        "The recording is very quiet. Check that the microphone is not muted, turn it up in the sound settings of this "
        "computer, or move it nearer.",
    ),
    "no_text": QT_TRANSLATE_NOOP("words", "There is no text to draft from."),
    "nothing_clinical": QT_TRANSLATE_NOOP(
        "words", "Nothing clinical was found in the text, so there is nothing to draft."
    ),
    "section_empty": QT_TRANSLATE_NOOP("words", "Nothing was said for the {section} section."),
    "speakers_guessed": QT_TRANSLATE_NOOP("words", "Who spoke was guessed from the words. Check it."),
    "sound_alike": QT_TRANSLATE_NOOP("words", '"{said}" was understood as "{meant}". Check it.'),
    "llm_unavailable": QT_TRANSLATE_NOOP(
        "words", "The local language model doesn't answer[ ({reason})]; the draft stands without it."
    ),
    "llm_no_model": QT_TRANSLATE_NOOP(
        "words",
        "Ollama has no model[ {model}]. Pull one in Settings, Scribe models, or with `ollama pull`; the draft stands "
        "without it.",
    ),
    "llm_chosen": QT_TRANSLATE_NOOP(
        "words", "{model} was chosen for this machine: {tokens} tokens a second, about {seconds} seconds a visit."
    ),
    "llm_slow": QT_TRANSLATE_NOOP(
        "words",
        "{model} writes well but would take about {seconds} seconds a visit here, so the draft stands without it. Try "
        "a smaller one, or choose it yourself in Settings, Scribe models, and wait.",
    ),
    "llm_unfit": QT_TRANSLATE_NOOP(
        "words",
        "{model} changes what was said in nearly every sentence, so the extracted text stands. Try a larger one: "
        "Settings, Scribe models.",
    ),
    "llm_cancelled": QT_TRANSLATE_NOOP("words", "The rewording was stopped; the extracted text stands."),
    "llm_crashed": QT_TRANSLATE_NOOP(
        "words",
        "The language model brought the scribe down, so the draft stands as extracted. Choose another model, or none: "
        "Settings, Scribe models.",
    ),
    "llm_failed": QT_TRANSLATE_NOOP(
        "words", "The local language model gave no usable answer for {section}[ ({reason})]; the extracted text stands."
    ),
    "llm_late": QT_TRANSLATE_NOOP(
        "words", "The rewording took longer than {seconds} seconds, so {sentences} sentences stand as extracted."
    ),
    "llm_refused": QT_TRANSLATE_NOOP(
        "words", "{sentences} reworded sentences said more than was heard and were refused."
    ),
    "no_dialogue": QT_TRANSLATE_NOOP("words", "Without the conversation only the note itself could be checked."),
    "note_cut": QT_TRANSLATE_NOOP("words", "Only the first {limit} characters of the note were checked."),
    "language_not_read": QT_TRANSLATE_NOOP(
        "words",
        "The conversation is not in English ({language}), and notes are drafted from English only. The transcript "
        "stands: write the note beside it, or choose the visit's language again if this is wrong.",
    ),
    "codes_damaged": QT_TRANSLATE_NOOP(
        "words", "The imported codes in {file} can't be read, so the starter map was used. Import the release again."
    ),
    "bad_line": QT_TRANSLATE_NOOP("words", "Line {line} could not be read: {reason}."),
    **{code: SENTENCES[f"scribe.{code}"] for code in _AS_ERRORS},
}


def warning(code: str, params: Mapping[str, object]) -> str:
    """The sentence for a warning's code; an unknown code stands for itself."""
    return fill(WARNINGS.get(code, code), params)
