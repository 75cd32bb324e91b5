"""The language of a visit reaches the speech model and the draft, and nothing is drafted from one that is not read.

The times of words go the same way.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from opd_desktop.cli import main
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import Transcript, Turn, Word, stretches
from opd_desktop.scribe import engine, speech_model, turns
from opd_desktop.scribe.languages import language_of
from opd_desktop.settings import load
from tests.scribe.conftest import VISIT

Captured = pytest.CaptureFixture[str]
SPANISH = """\
[doctor] Buenos días, ¿qué le trae hoy por aquí?
[patient] Me duele mucho la rodilla desde hace tres semanas y no puedo caminar bien.
[doctor] ¿Ha tenido fiebre o tos?
[patient] No, fiebre no, pero la tos me molesta por la noche.
[doctor] Le voy a recetar ibuprofen 400 mg cada ocho horas.
"""
GERMAN = (
    "Was führt Sie zu mir? Ich habe seit drei Wochen Schmerzen im Knie und ich kann nicht gut laufen. Haben Sie Fieber?"
)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (VISIT, "en"),
        ("", "en"),
        ("No. Lisinopril 20 mg, metformin.", "en"),
        ("My doctor in Madrid, el doctor García, said the knee is fine and that I should walk with a stick.", "en"),
        (SPANISH, "es"),
        (GERMAN, "de"),
        ("J'ai mal au genou depuis trois semaines et je ne peux pas marcher. Vous avez de la fièvre ?", "fr"),
        ("Здравствуйте, что вас беспокоит?", "ru"),
        ("你好 你哪里不舒服", "zh"),
        ("膝が三週間痛いです。", "ja"),
        ("\u1200\u1208\u1210\u1218 \u1220\u1228", "und"),
    ],
)
def test_a_language_is_told_where_it_is_plain(text: str, language: str) -> None:
    assert language_of(text) == language


def test_every_visit_of_the_public_sets_is_english(aci_valid: list[dict[str, str]]) -> None:
    assert {language_of(row["dialogue"]) for row in aci_valid} == {"en"}


def test_no_note_is_made_of_another_language_and_the_warning_says_what_to_do() -> None:
    transcript = turns.parse(SPANISH)
    assert (transcript.language, len(transcript.turns)) == ("es", 5)
    made = engine.draft(transcript)
    assert (made.note, made.sentences, made.orders, made.problems, made.bundle) == ("", (), (), (), None)
    (warning,) = made.warnings
    assert (warning.code, warning.params) == ("language_not_read", {"language": "es"})
    assert "transcript stands" in warning.message


def test_a_note_is_not_judged_by_a_conversation_that_is_not_read() -> None:
    found = engine.validate("The patient has a cough and knee pain.", SPANISH)
    assert [warning.code for warning in found.warnings] == ["no_dialogue", "language_not_read"]
    assert (found.unsupported, found.contradicted) == (0, 0)


def test_the_command_line_gives_the_transcript_and_no_note(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "visita.txt"
    file.write_text(SPANISH, encoding="utf-8")
    assert main(["scribe", "draft", str(file), "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["note"], len(made["turns"])) == ("", 5)
    # Who knows better may say so.
    assert main(["scribe", "draft", str(file), "--json", "--spoken", "en"]) == 0
    assert "language_not_read" not in capsys.readouterr().out


# Speech ------------------------------------------------------------------------------------------------------


def _model(*, multilingual: bool, asked: list[dict[str, Any]]) -> SimpleNamespace:
    words = [
        SimpleNamespace(word=text, start=start, end=start + 0.4, probability=0.9)
        for text, start in ((" Me", 0.2), (" duele", 0.7), (" la", 1.2), (" rodilla.", 1.7))
    ]
    segment = SimpleNamespace(
        text=" Me duele la rodilla.",
        start=0.0,
        end=2.2,
        words=words,
        no_speech_prob=0.01,
        avg_logprob=-0.2,
        compression_ratio=1.0,
    )

    def transcribe(_speech: Any, **options: Any) -> tuple[list[SimpleNamespace], None]:
        asked.append(options)
        return [segment], None

    return SimpleNamespace(
        model=SimpleNamespace(is_multilingual=multilingual),
        supported_languages=["en", "es"] if multilingual else ["en"],
        detect_language=lambda _speech, **_options: ("es", 0.93, []),
        transcribe=transcribe,
    )


@pytest.mark.speech
@pytest.mark.parametrize(("wanted", "heard"), [("auto", "es"), ("es", "es"), ("en", "en")])
def test_the_language_reaches_the_model_and_the_transcript(
    wanted: str, heard: str, dictation: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(speech_model, "load", lambda _engine: _model(multilingual=True, asked=asked))
    transcript = engine.transcribe(dictation, language=wanted)
    assert {options["language"] for options in asked} == {heard}
    # An English sentence that sets the spelling would pull another language towards English.
    assert all((options["hotwords"] is None) == (heard != "en") for options in asked)
    assert transcript.language == heard


@pytest.mark.speech
def test_a_language_that_the_model_does_not_hear_is_told(dictation: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BadInput) as english_only:
        engine.transcribe(dictation, language="es")
    assert english_only.value.code == "scribe.language"
    monkeypatch.setattr(speech_model, "load", lambda _engine: _model(multilingual=True, asked=[]))
    with pytest.raises(BadInput) as unknown:
        engine.transcribe(dictation, language="xx")
    assert unknown.value.code == "scribe.unknown_language"


@pytest.mark.speech
def test_auto_with_an_english_model_is_english_and_turns_have_the_times_of_their_words(dictation: Path) -> None:
    transcript = engine.transcribe(dictation, language="auto")
    assert transcript.language == "en"
    for turn in transcript.turns:
        assert [word.text for word in turn.words] == turn.text.split()
        assert turn.heard == (turn.start, turn.end)
        assert all(word.start <= word.end for word in turn.words)
    assert turns.from_json(json.loads(transcript.model_dump_json())) == transcript
    # Where in the recording the evidence of a problem or an order is heard goes into its Provenance.
    made = engine.draft(transcript)
    assert made.bundle is not None
    first = made.problems[0]
    by_id = {turn.id: turn for turn in transcript.turns}
    spans = [one["extension"] for one in _spans(made.bundle) if _numbers(one["extension"]) == first.turns]
    heard = [part for one in spans[0] if one["url"] == "heard" for part in [one["extension"]]]
    assert [tuple(float(side["valueDecimal"]) for side in one) for one in heard] == [
        *stretches(by_id[turn] for turn in first.turns)
    ]


def _spans(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [row["resource"] for row in bundle["entry"] if row["resource"]["resourceType"] == "Provenance"]
    return [span for row in rows for entity in row["entity"] for span in entity.get("extension", [])]


def _numbers(extension: list[dict[str, Any]]) -> tuple[int, ...]:
    return tuple(one["valueInteger"] for one in extension if one["url"] == "turn")


def test_the_setting_is_read_and_a_wrong_one_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dictation: Path, capsys: Captured
) -> None:
    config = tmp_path / "opd.toml"
    config.write_text('scribe_language = "de"\n', encoding="utf-8")
    base = {"OPD_CONFIG": str(config), "OPD_DATA_DIR": str(tmp_path)}
    assert load(base).scribe_language == "de"
    assert load(base | {"OPD_SCRIBE_LANGUAGE": "auto"}).scribe_language == "auto"
    with pytest.raises(BadInput) as told:
        load(base | {"OPD_SCRIBE_LANGUAGE": "German"})
    assert told.value.params["key"] == "scribe_language"


@pytest.mark.speech
def test_the_setting_reaches_the_speech_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dictation: Path, capsys: Captured
) -> None:
    monkeypatch.setenv("OPD_SCRIBE_LANGUAGE", "de")
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path))
    assert main(["scribe", "transcribe", str(dictation), "--json"]) == 2
    assert json.loads(capsys.readouterr().err)["code"] == "scribe.language"
    assert main(["scribe", "transcribe", str(dictation), "--language", "en"]) == 0


# Times of words ----------------------------------------------------------------------------------------------


def test_neighbouring_turns_are_one_stretch_and_a_distant_one_another() -> None:
    said = [
        Turn(id=1, speaker="doctor", text="a", start=0.0, end=2.0),
        Turn(
            id=2,
            speaker="doctor",
            text="b c",
            start=0.0,
            end=9.0,
            words=(Word(text="b", start=2.3, end=2.5), Word(text="c", start=2.6, end=3.0)),
        ),
        Turn(id=3, speaker="doctor", text="d", start=60.0),
        Turn(id=4, speaker="doctor", text="typed"),
    ]
    assert stretches(reversed(said)) == ((0.0, 3.0), (60.0, 60.0))


def test_text_has_no_words_and_its_json_is_as_it_was() -> None:
    transcript = turns.parse(VISIT)
    assert all("words" not in turn for turn in transcript.model_dump(mode="json")["turns"])
    assert Transcript.model_validate_json(transcript.model_dump_json()) == transcript


def test_times_that_are_none_are_refused() -> None:
    with pytest.raises(BadInput):
        turns.from_json({"turns": [{"speaker": "doctor", "text": "a", "words": [{"text": "a", "start": "soon"}]}]})
