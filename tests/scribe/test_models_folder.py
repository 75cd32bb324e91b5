"""Where this computer's models are: one answer for the desk, the command line and the measuring of a model."""

import argparse
import sys
from pathlib import Path
from threading import Event

import pytest

from opd_desktop.commands import scribe as command
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe import cli, models
from opd_desktop.scribe.backends import embedded, gguf
from opd_desktop.scribe.client import ScribeClient
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.scribe_choices import ScribeChoices


@pytest.fixture
def chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder chosen in the settings screen of this computer."""
    monkeypatch.setenv("OPD_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(gguf.MODEL_VARIABLE, raising=False)
    folder = tmp_path / "own models"
    folder.mkdir()
    scribe_choices.save(tmp_path, ScribeChoices(models=str(folder)))
    return folder


def test_what_the_settings_screen_chose_is_found_everywhere(chosen: Path, tmp_path: Path) -> None:
    file = chosen / "mine.gguf"
    file.write_bytes(b"GGUF" + bytes(64))
    assert gguf.models_folder() == gguf.models_folder(tmp_path) == chosen
    assert scribe_choices.load(tmp_path).folder(tmp_path) == chosen
    assert gguf.find_model() == file


@pytest.mark.parametrize("text", ["", "{", "[]", '{"models": 3}', '{"models": ""}', '{"speech": "x"}'])
def test_without_a_choice_it_is_models_in_the_data_folder(tmp_path: Path, text: str) -> None:
    assert gguf.models_folder(tmp_path) == tmp_path / "models"
    (tmp_path / gguf.CHOICES).write_text(text, encoding="utf-8")
    assert gguf.models_folder(tmp_path) == tmp_path / "models"


def test_the_command_line_takes_the_chosen_folder(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(cli, "run", lambda args: seen.append(args.models) or 0)
    assert command.run(argparse.Namespace(scribe_command="draft")) == 0
    assert seen == [chosen]


def test_measuring_looks_where_drafting_would(chosen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not embedded.available():
        pytest.skip("the runtime for GGUF files is not installed")
    monkeypatch.setattr(gguf, "_PACKAGE", "no_such_package")
    monkeypatch.setenv("OPD_DATA_DIR", str(chosen.parent / "elsewhere"))
    with pytest.raises(ServiceUnavailable, match=r"scribe\.llm_no_file") as refused:
        models.measure("embedded", "", Event(), chosen)
    assert refused.value.params == {"folder": str(chosen)}


def test_the_process_is_told_the_folder_when_a_model_is_measured(tmp_path: Path) -> None:
    code = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    told = json.loads(line)\n"
        "    fits = told['models'] == sys.argv[1]\n"
        "    result = {'tokens_s': 1.0, 'visit_s': 2.0, 'kept': int(fits), 'asked': 1}\n"
        "    print(json.dumps({'id': told['id'], 'event': 'result', 'result': result}), flush=True)\n"
    )
    client = ScribeClient(command=[sys.executable, "-c", code, str(tmp_path)])
    try:
        assert client.measure_llm("embedded", "", models=tmp_path).kept == 1
        assert client.measure_llm("embedded", "").kept == 0
    finally:
        client.close()
