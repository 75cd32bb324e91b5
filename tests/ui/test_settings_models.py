"""The model manager: what is there, what is missing and how to get it, choices that stay, fetching that stops."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe.backends import gguf
from opd_desktop.scribe.models import LanguageModel, LanguageSpeed, Survey
from opd_desktop.scribe.speech_model import Engine, SpeechModel, Speed
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.scribe_choices import ScribeChoices
from opd_desktop.ui.scribe_process import ScribeProcess
from opd_desktop.ui.settings.models_panel import ModelsPanel
from opd_desktop.ui.settings.view import SettingsScreen
from tests.ui.conftest import Host, MakeDesk

FULL = {
    "speech": [
        {"name": "whisper tiny", "setting": "", "size": 42_000_000, "origin": "package"},
        {"name": "whisper-base-hi", "setting": "/models/whisper-base-hi", "size": 145_000_000, "origin": "folder"},
    ],
    "language": [
        {"backend": "embedded", "name": "SmolLM2", "size": 98_000_000, "about": "GGUF", "path": "/models/smol.gguf"},
        {"backend": "ollama", "name": "llama3.1:8b", "size": 4_920_000_000, "about": "8.0B Q4_K_M", "path": ""},
    ],
    "speech_ready": True, "embedded_ready": True, "ollama": "", "unreadable": [],
}  # fmt: skip
EMPTY = {
    "speech": [], "language": [], "speech_ready": True, "embedded_ready": True, "ollama": "ConnectError",
    "unreadable": [],
}  # fmt: skip
ANSWERS = {
    "measure": {"speeds": [{"device": "cpu", "compute_type": "int8", "real_time_factor": 0.1},
                           {"device": "cpu", "compute_type": "float32", "real_time_factor": 0.3}]},
    "measure_llm": {"tokens_s": 12.5, "visit_s": 95.2, "kept": 1, "asked": 4},
    "pull": {"pulled": "llama3.1:8b"},
}  # fmt: skip
SERVER = """
import json, sys, time
survey, answers, slow = json.loads(sys.argv[1])
stopped = set()
for line in sys.stdin:
    asked = json.loads(line)
    def say(**told):
        print(json.dumps({"id": asked["id"], **told}), flush=True)
    if asked["op"] == "cancel":
        say(event="result", result={})
        asked["id"] = asked["target"]
        say(event="error", error={"kind": "OpdError", "code": "scribe.cancelled", "params": {}})
    elif asked["op"] == slow:
        say(event="progress", share=0.25)
    elif asked["op"] == "models":
        say(event="result", result=survey)
    else:
        say(event="progress", share=0.5)
        say(event="result", result=answers[asked["op"]])
"""
Open = Callable[..., ModelsPanel]


@pytest.fixture
def open_panel(make_desk: MakeDesk, qtbot: QtBot) -> Iterator[Open]:
    """The panel on a scribe process whose answers are given."""
    processes: list[ScribeProcess] = []
    panels: list[ModelsPanel] = []
    desks: list[Desk] = []

    def show(survey: object = FULL, slow: str = "", choices: ScribeChoices | None = None) -> ModelsPanel:
        desk = desks[0] if desks else make_desk("doctor")
        desks.append(desk)
        if choices is not None:
            scribe_choices.save(desk.settings.data_dir, choices)
        told = json.dumps([survey, ANSWERS, slow])
        processes.append(ScribeProcess(command=[sys.executable, "-c", SERVER, told]))
        panel = ModelsPanel(desk, processes[-1])
        qtbot.addWidget(panel)
        panels.append(panel)
        panel.show()
        qtbot.waitUntil(lambda: slow == "models" or panel._presenter.state.survey is not None, timeout=10_000)
        return panel

    yield show
    for panel in panels:
        panel.on_close()
    for process in processes:
        process.close(wait=True)


def _choices(panel: ModelsPanel) -> ScribeChoices:
    return panel._presenter.state.choices


def test_what_is_installed_is_listed_with_size_and_origin(open_panel: Open) -> None:
    panel = open_panel()
    rows = panel._rows
    assert rows["speech:"].radio.isChecked()
    assert rows["speech:"].about.text() == "42 MB · installed with the program · not measured here"
    assert "4.9 GB · 8.0B Q4_K_M · Ollama" in rows["ollama:llama3.1:8b"].about.text()
    assert rows["none"].radio.isChecked()
    assert not panel.no_speech.isVisible()
    assert not panel.no_ollama.isVisible()
    assert panel.fetching.isVisible()


def test_a_folder_that_may_not_be_read_is_named(open_panel: Open) -> None:
    panel = open_panel({**FULL, "unreadable": ["/models/closed"]})
    assert panel.no_speech.isVisible()
    assert "may not read it: /models/closed" in panel.no_speech.text()
    assert "speech:" in panel._rows


def test_a_long_name_of_a_model_gives_way_and_nothing_is_cut(open_panel: Open, qtbot: QtBot) -> None:
    name = "Some-Model-3.1-70B-Instruct-with-a-name-as-long-as-they-are-these-days.IQ4_XS-00001-of-00012"
    long = {"backend": "embedded", "name": name, "size": 39_000_000_000, "about": "GGUF", "path": "/models/long.gguf"}
    panel = open_panel({**FULL, "language": [long, *FULL["language"]]})  # type: ignore[misc]
    row = panel._rows["embedded:/models/long.gguf"]
    qtbot.waitUntil(lambda: row.radio.text() != name, timeout=10_000)
    assert row.measure.mapTo(panel, row.measure.rect().topRight()).x() < panel.width()
    assert row.radio.toolTip() == name
    assert name in row.radio.accessibleName()


def test_with_nothing_installed_it_says_what_to_do(open_panel: Open) -> None:
    panel = open_panel(EMPTY)
    assert "opd-desktop[speech-model]" in panel.no_speech.text()
    assert "ollama.com" in panel.no_ollama.text()
    assert str(panel._presenter.folder) in panel.no_ollama.text()
    assert not panel.fetching.isVisible()
    assert list(panel._rows) == ["none", "auto"]


def test_a_measurement_is_shown_kept_and_used(open_panel: Open, qtbot: QtBot) -> None:
    panel = open_panel()
    panel._rows["speech:"].measure.click()
    assert panel.progress.isVisible()
    qtbot.waitUntil(lambda: _choices(panel).measured, timeout=10_000)
    assert "10 minutes of speech in 60 s here, int8 on cpu" in panel._rows["speech:"].about.text()
    assert not panel.progress.isVisible()
    panel._rows["ollama:llama3.1:8b"].measure.click()
    qtbot.waitUntil(lambda: bool(_choices(panel).llm_speeds), timeout=10_000)
    assert "about 95 s for a visit · 1 of 4 test sentences stood: not fit for notes" in (
        panel._rows["ollama:llama3.1:8b"].about.text()
    )
    assert scribe_choices.load(panel._presenter._data_dir) == _choices(panel)
    assert _choices(panel).engine == Engine("", "cpu", "int8")


def test_choices_stay_on_this_computer(open_panel: Open) -> None:
    panel = open_panel()
    panel._rows["speech:/models/whisper-base-hi"].radio.click()
    panel._rows["embedded:/models/smol.gguf"].radio.click()
    panel._presenter.choose_keep_days(7)
    kept = scribe_choices.load(panel._presenter._data_dir)
    assert (kept.speech, kept.llm, kept.llm_model, kept.keep_days) == (
        "/models/whisper-base-hi", "embedded", "/models/smol.gguf", 7
    )  # fmt: skip
    again = open_panel()
    assert again._rows["speech:/models/whisper-base-hi"].radio.isChecked()
    assert again._rows["embedded:/models/smol.gguf"].radio.isChecked()
    assert not again._rows["none"].radio.isChecked()
    assert again.days.text().startswith("keep 7 days")


def test_the_language_of_visits_is_chosen_and_kept(open_panel: Open) -> None:
    panel = open_panel(FULL)
    assert panel.spoken.text() == "as in the settings file ▾"
    panel.spoken.chosen.emit("es")
    assert panel.spoken.text() == "Español ▾"
    assert scribe_choices.load(panel._presenter._data_dir).language == "es"


def test_a_model_is_fetched_with_progress_and_can_be_stopped(open_panel: Open, qtbot: QtBot) -> None:
    panel = open_panel(slow="pull")
    assert not panel.fetching.pull.isEnabled()
    panel.fetching.name.setText("llama3.1:8b")
    panel.fetching.pull.click()
    qtbot.waitUntil(lambda: "Fetching llama3.1:8b: 25 %" in panel.progress.doing.text(), timeout=10_000)
    assert panel.progress.bar.value() == 25
    panel.progress.cancel.click()
    qtbot.waitUntil(lambda: not panel._presenter.state.doing, timeout=10_000)
    assert not panel.error.isVisible()
    done = open_panel()
    with qtbot.waitSignal(done._presenter.pulled) as pulled:
        done.fetching.name.setText(" llama3.1:8b ")
        done.fetching.pull.click()
    assert pulled.args == ["llama3.1:8b"]


def test_a_folder_or_file_without_a_model_is_told_and_not_taken(open_panel: Open, tmp_path: Path) -> None:
    panel = open_panel()
    panel._presenter.choose_speech_folder(tmp_path)
    assert "model.bin" in panel.error.text()
    (tmp_path / "notes.gguf").write_text("no model")
    panel._presenter.choose_gguf(tmp_path / "notes.gguf")
    assert "notes.gguf is no GGUF model" in panel.error.text()
    assert _choices(panel) == ScribeChoices()
    (tmp_path / "good.gguf").write_bytes(b"GGUF\x03")
    panel._presenter.choose_gguf(tmp_path / "good.gguf")
    assert _choices(panel).llm_model.endswith("good.gguf")
    assert not panel.error.isVisible()


def test_the_folder_of_models_is_chosen_kept_and_given_up_again(
    open_panel: Open, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_panel()
    usual = panel._presenter.folder
    assert panel.models_folder.where.toolTip() == str(usual)
    assert not panel.models_folder.default.isVisible()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(tmp_path))
    panel.models_folder.choose.click()
    qtbot.waitUntil(lambda: not panel._presenter.state.doing, timeout=10_000)
    assert _choices(panel).models == str(tmp_path)
    assert panel.models_folder.where.toolTip() == str(tmp_path)
    panel.models_folder.default.click()
    qtbot.waitUntil(lambda: not panel._presenter.state.doing, timeout=10_000)
    assert _choices(panel).models == ""
    assert panel._presenter.folder == usual


def test_a_folder_that_may_not_be_read_is_told_and_not_taken(
    open_panel: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = open_panel()
    refused = ServiceUnavailable("scribe.llm_folder_unreadable", folder=str(tmp_path), reason="Permission denied")
    monkeypatch.setattr(gguf, "unreadable_folder", lambda _folder: refused)
    panel._presenter.choose_folder(tmp_path)
    assert str(tmp_path) in panel.error.text()
    assert _choices(panel).models == ""


@pytest.mark.parametrize(("llm", "model"), [("ollama", "gone:7b"), ("embedded", "/nowhere/gone.gguf")])
def test_a_chosen_language_model_that_is_gone_is_shown_as_chosen_and_gone(
    open_panel: Open, llm: str, model: str
) -> None:
    panel = open_panel(choices=ScribeChoices(llm=llm, llm_model=model))
    row = panel._rows[f"{llm}:{model}"]
    assert row.radio.isChecked()
    assert "not found here" in row.about.text()


def test_a_chosen_model_that_is_gone_is_told(open_panel: Open) -> None:
    panel = open_panel(choices=ScribeChoices(speech="/old/whisper-small"))
    assert "whisper-small is not here any more" in panel.no_speech.text()


def test_figures_of_another_machine_and_broken_files_are_dropped(tmp_path: Path) -> None:
    chosen = ScribeChoices(
        speech="small", speeds={"small": (Speed("cuda", "float16", 0.02),)},
        llm_speeds={"ollama:x": LanguageSpeed(1.0, 2.0, 3, 4)}, keep_days=3,
    )  # fmt: skip
    scribe_choices.save(tmp_path, chosen)
    assert scribe_choices.load(tmp_path) == chosen
    assert scribe_choices.load(tmp_path).engine == Engine("small", "cuda", "float16")
    file = tmp_path / "scribe.json"
    file.write_text(file.read_text().replace(scribe_choices.this_machine(), "another"))
    assert scribe_choices.load(tmp_path) == ScribeChoices(speech="small", keep_days=3)
    for broken in ("", "[]", '{"keep_days": "many"}', '{"speeds": 3}'):
        file.write_text(broken)
        assert scribe_choices.load(tmp_path).speeds == {}


def test_the_survey_reads_its_own_json() -> None:
    survey = Survey.of(FULL)
    assert survey.speech[0] == SpeechModel("whisper tiny", "", 42_000_000, "package")
    assert survey.language[1] == LanguageModel("ollama", "llama3.1:8b", 4_920_000_000, "8.0B Q4_K_M")


@pytest.mark.e2e
def test_the_real_process_looks_at_this_machine(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    process = ScribeProcess()
    job = process.models(tmp_path)
    with qtbot.waitSignal(job.done, timeout=60_000) as told:
        pass
    assert told.args is not None
    survey = told.args[0]
    assert survey.speech_ready
    assert survey.ollama
    job = process.pull("llama3.1:8b")
    with qtbot.waitSignal(job.failed, timeout=60_000) as failed:
        pass
    assert failed.args is not None
    assert isinstance(failed.args[0], ServiceUnavailable)
    process.close(wait=True)


def test_only_who_uses_the_scribe_sees_its_models(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> None:
    screen = SettingsScreen(make_desk("reception"))
    host(screen)
    assert not screen.models_action.isVisible()
