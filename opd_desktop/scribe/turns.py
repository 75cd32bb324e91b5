"""Pasted text, transcript JSON or plain sentences, read into a `Transcript` of numbered turns."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import DraftWarning, Speaker, Transcript, Turn
from opd_desktop.scribe.boundaries import cut
from opd_desktop.scribe.languages import language_of
from opd_desktop.scribe.speakers import exchange, exchanged, guess_speakers, is_dictation
from opd_desktop.scribe.text import sentences

MAX_CHARACTERS = 2_000_000
"""A longer text is no visit; it is refused instead of keeping the desk busy."""

_ROLES: dict[str, Speaker] = {
    "doctor": "doctor", "dr": "doctor", "d": "doctor", "clinician": "doctor", "physician": "doctor",
    "provider": "doctor", "gp": "doctor", "md": "doctor",
    "patient": "patient", "pt": "patient", "p": "patient",
    "nurse": "other", "secretary": "other", "family": "other", "mother": "other", "father": "other",
    "mom": "other", "mum": "other", "dad": "other", "parent": "other", "sister": "other", "brother": "other",
    "grandmother": "other", "grandfather": "other", "spouse": "other", "partner": "other", "friend": "other",
    "wife": "other", "husband": "other", "daughter": "other", "son": "other", "guest_family": "other",
    "guest_clinician": "other", "patient_guest": "other", "caregiver": "other", "carer": "other",
    "interpreter": "other", "receptionist": "other",
    "unknown": "unknown", "speaker": "unknown",
}  # fmt: skip
_TAG = re.compile(
    r"^\s*(?:\[\s*(?P<bracket>[A-Za-z_ .]{1,30})\s*\]\s*:?|(?P<colon>(?:dr\.?(?:\s+[A-Za-z.'-]+){1,3}|"
    r"[A-Za-z_]{1,20}))\s*:(?=\s|$))\s*(?P<rest>.*)$",
    re.IGNORECASE,
)
_NAME = re.compile(r"^\s*(?P<name>[A-Z][\w.'-]*(?:,? [A-Z][\w.'-]*){0,3}(?: \d{1,2})?)\s*:(?=\s|$)\s*(?P<rest>.*)$")
"""A line that begins with somebody's name, or with a heading."""
_COUNT = re.compile(r"[\s_]*\d+$")
"""The number of one of several ("Guest_family_2")."""
_LINES_OF_A_NAME = 2
"""Lines from which a name is a speaker's: a heading stands once."""
_STAFF = frozenset({"nurse", "guest_clinician"})
"""Labels, besides a doctor's, beside which a name is the patient's."""
_TIME = re.compile(
    r"^[ \t]*[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?[ \t]*(?:-[ \t]*)?(?=\[?[A-Za-z_. ]{1,30}(?:\]|:))",
    re.MULTILINE,
)
"""The time before a speaker's tag, as other programs write it."""
_RUN_ON = 40
"""Words from which a sentence that nobody punctuated holds more than one speaker."""
_PLACEHOLDER = re.compile(
    r"^\s*[\[(<]?\s*(?:silence|no speech|inaudible|noise|music|blank[_ ]audio)\s*[\])>]?\s*\.?\s*$",
    re.IGNORECASE,
)


def role_of(label: str) -> Speaker | None:
    """The speaker behind a label such as "Doctor", "Dr. Smith", "Guest_family_2"; None when it is no speaker."""
    key = _COUNT.sub("", label.strip().lower().rstrip(".:"))
    if key in _ROLES:
        return _ROLES[key]
    words = re.split(r"[\s.,_]+", key)
    return "doctor" if words[0] in {"dr", "doctor"} or words[-1] == "md" else None


def _named(labels: Iterable[str]) -> dict[str, Speaker]:
    """Whose the names among the labels of a conversation are: where staff are tagged and no patient is, the one name
    that speaks again and again is the patient's. Several names say nothing of who is who."""
    counted = Counter(label.strip() for label in labels)
    roles = {label: role_of(label) for label in counted}
    if "patient" in roles.values() or not any(
        role == "doctor" or label.lower() in _STAFF for label, role in roles.items()
    ):
        return {}
    names = [label for label, role in roles.items() if role is None and counted[label] >= _LINES_OF_A_NAME]
    return {names[0]: "patient"} if len(names) == 1 else {}


def from_text(text: str, *, source: str = "text") -> Transcript:
    """Read a pasted conversation or dictation.

    Tagged lines ("[doctor] ...", "Doctor: ...") give the speakers; without tags, or where the words show that the tags
    are the wrong way round, they are guessed and the transcript says so. Every sentence becomes one turn, numbered
    from 1.

    Raises:
        BadInput: `scribe.too_long` for a text beyond `MAX_CHARACTERS`.
    """
    if len(text) > MAX_CHARACTERS:
        raise BadInput("scribe.too_long", characters=len(text), limit=MAX_CHARACTERS)
    text = _TIME.sub("", text)
    tagged = _tagged_lines(text)
    if any(speaker != "unknown" for speaker, _ in tagged):
        pairs = [(speaker, sentence) for speaker, line in tagged for sentence in sentences(line)]
        wrong = exchanged(pairs)
        pairs = [(exchange(speaker), said) for speaker, said in pairs] if wrong else pairs
        return _transcript(pairs, source=source, guess=wrong)
    plain = [sentence for _, line in tagged for sentence in sentences(line)]
    if not is_dictation(plain):
        plain = [part for said in plain for part in (cut(said) if len(said.split()) >= _RUN_ON else [said])]
    return from_sentences(plain, source=source)


def from_sentences(texts: list[str], *, source: str = "text") -> Transcript:
    """Number sentences without speakers, guessing who said them."""
    pairs = list(zip(guess_speakers(texts), texts, strict=True))
    return _transcript(pairs, source=source, guess=bool(texts) and not is_dictation(texts))


def from_json(data: Any, *, source: str = "json") -> Transcript:
    """Read a transcript from JSON.

    Understood are our own `Transcript`, a list or `{"turns": [...]}` of `{"speaker", "text"}` with optional
    `id`/`turn_id`, `start`, `end`, and `{"dialogue": text}`. Given ids are kept.

    Raises:
        BadInput: `scribe.bad_transcript` when it is none of these.
    """
    if isinstance(data, str):
        return from_text(data, source=source)
    if isinstance(data, dict) and isinstance(data.get("dialogue"), str):
        return from_text(data["dialogue"], source=source)
    rows = data if isinstance(data, list) else _rows(data)
    if rows is None or not all(isinstance(row, dict) for row in rows):
        raise BadInput("scribe.bad_transcript", expected="turns with speaker and text")
    named = _named(_speaker(row) for row in rows)
    turns = tuple(turn for turn in (_turn(row, number, named) for number, row in enumerate(rows, start=1)) if turn)
    if len({turn.id for turn in turns}) != len(turns):
        raise BadInput("scribe.bad_transcript", expected="different turn ids")
    if turns and all(turn.speaker == "unknown" for turn in turns):
        guessed = guess_speakers([turn.text for turn in turns])
        turns = tuple(t.model_copy(update={"speaker": s}) for t, s in zip(turns, guessed, strict=True))
        dictated = is_dictation([turn.text for turn in turns])
        return _with_header(turns, data, source=source, guess=not dictated)
    wrong = _told_by_nobody(data) and exchanged([(turn.speaker, turn.text) for turn in turns])
    if wrong:
        turns = tuple(turn.model_copy(update={"speaker": exchange(turn.speaker)}) for turn in turns)
    return _with_header(turns, data, source=source, guess=wrong)


def _told_by_nobody(data: Any) -> bool:
    """Whether the speakers are another program's tags; those of our own transcripts were looked at, or are marked."""
    return not (isinstance(data, dict) and "speaker_guess" in data)


def parse(text: str, *, source: str = "text") -> Transcript:
    """Read text that may be transcript JSON or a pasted conversation."""
    first = text.lstrip().partition("\n")[0]
    if first[:1] in {"{", "["} and not _TAG.match(_TIME.sub("", first)):
        try:
            return from_json(json.loads(text), source=source)
        except json.JSONDecodeError as error:
            raise BadInput("scribe.bad_json", line=error.lineno, column=error.colno) from error
        except RecursionError as error:
            raise BadInput("scribe.bad_json", line=1, column=1) from error
    return from_text(text, source=source)


def _rows(data: Any) -> list[Any] | None:
    if not isinstance(data, dict):
        return None
    for key in ("turns", "transcript"):
        if isinstance(data.get(key), list):
            return list(data[key])
    lists = [value for value in data.values() if isinstance(value, list)]
    if (
        lists
        and len(lists) == len(data)
        and all("text" in row for rows in lists for row in rows if isinstance(row, dict))
    ):
        return [row for rows in lists for row in rows]
    return None


def _speaker(row: dict[str, Any]) -> str:
    return str(row.get("speaker", row.get("character", "unknown")))


def _turn(row: dict[str, Any], number: int, named: Mapping[str, Speaker]) -> Turn | None:
    text = row.get("text", row.get("transcript"))
    if not isinstance(text, str):
        raise BadInput("scribe.bad_transcript", expected="text in every turn")
    if not text.strip() or _PLACEHOLDER.match(text):
        return None
    label = _speaker(row)
    identity = row.get("id", row.get("turn_id", number))
    try:
        return Turn(
            id=identity,
            speaker=role_of(label) or named.get(label.strip(), "other"),
            text=text.strip(),
            start=row.get("start"),
            end=row.get("end"),
            words=row.get("words", ()),
        )
    except ValueError as error:
        raise BadInput("scribe.bad_transcript", expected="whole-number ids and times in seconds") from error


def _with_header(turns: tuple[Turn, ...], data: Any, *, source: str, guess: bool) -> Transcript:
    header = data if isinstance(data, dict) else {}
    warnings = header.get("warnings", [])
    try:
        return Transcript(
            turns=turns,
            language=header.get("language") or language_of(" ".join(turn.text for turn in turns)),
            duration_s=header.get("duration_s", 0.0),
            speech_s=header.get("speech_s", 0.0),
            source=header.get("source", source),
            warnings=tuple(DraftWarning.model_validate(warning) for warning in warnings),
            speaker_guess=bool(header.get("speaker_guess", guess)),
            model=header.get("model", ""),
        )
    except (TypeError, ValueError) as error:
        raise BadInput("scribe.bad_transcript", expected="a transcript as `scribe transcribe` prints it") from error


def _tagged_lines(text: str) -> list[tuple[Speaker, str]]:
    """Every line with its speaker, who is unknown before the first tag."""
    lines: list[tuple[Speaker, str]] = []
    speaker: Speaker = "unknown"
    rows = [(line, *_label(line)) for line in text.splitlines() if line.strip()]
    named = _named(label for _, label, _ in rows if label)
    for line, label, rest in rows:
        role = role_of(label) or named.get(label) if label else None
        if role:
            speaker, line = role, rest
        if line.strip() and not _PLACEHOLDER.match(line):
            lines.append((speaker, line))
    return lines


def _label(line: str) -> tuple[str, str]:
    """What may be the speaker's tag of a line, and the rest; a name counts as one only beside others (`_named`)."""
    tag = _TAG.match(line)
    if tag and (tag["bracket"] or role_of(tag["colon"])):
        return (tag["bracket"] or tag["colon"]).strip(), tag["rest"]
    name = _NAME.match(line)
    return (name["name"], name["rest"]) if name else ("", line)


def _transcript(pairs: list[tuple[Speaker, str]], *, source: str, guess: bool) -> Transcript:
    turns = tuple(Turn(id=n, speaker=speaker, text=text) for n, (speaker, text) in enumerate(pairs, start=1))
    language = language_of(" ".join(turn.text for turn in turns))
    return Transcript(turns=turns, source=source, speaker_guess=guess, language=language)
