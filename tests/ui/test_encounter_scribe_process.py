"""The desk's scribe process: off the GUI thread, tried again after a crash, cancelled, ended with the desk."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.note import Draft, Transcript
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.speech_live import Heard
from opd_desktop.settings import Settings
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.scribe_choices import ScribeChoices
from opd_desktop.ui.scribe_process import ScribeHearing, ScribeJob, ScribeProcess
from tests.ui.conftest import flush_deleted

VISIT = "[doctor] any fever ?\n[patient] yes , fever for two days .\n[doctor] take paracetamol 500 mg ."


@pytest.fixture
def start(qapp: object) -> Iterator[Callable[..., ScribeProcess]]:
    """Starts a process; in the end all are gone, deleted here and not by whichever thread collects garbage."""
    del qapp
    made: list[ScribeProcess] = []

    def begin(**how: Any) -> ScribeProcess:
        made.append(ScribeProcess(**how))
        return made[-1]

    yield begin
    for one in made:
        one.close(wait=True)
        one.deleteLater()
    flush_deleted()


@pytest.fixture
def process(start: Callable[..., ScribeProcess]) -> ScribeProcess:
    return start()


def _wait(qtbot: QtBot, job: ScribeJob, what: str = "done", timeout: int = 60_000) -> Any:
    with qtbot.waitSignal(getattr(job, what), timeout=timeout) as told:
        pass
    assert told.args is not None
    return told.args[0]


@pytest.mark.e2e
def test_text_becomes_a_transcript_and_then_a_draft(process: ScribeProcess, qtbot: QtBot) -> None:
    transcript = _wait(qtbot, process.read_text(VISIT))
    assert isinstance(transcript, Transcript)
    assert [turn.speaker for turn in transcript.turns] == ["doctor", "patient", "doctor"]
    draft = _wait(qtbot, process.draft(transcript))
    assert isinstance(draft, Draft)
    assert "fever" in draft.note.lower()
    assert not process.busy


@pytest.mark.e2e
def test_a_process_that_dies_is_tried_again_and_then_told(
    start: Callable[..., ScribeProcess], qtbot: QtBot, tmp_path: Path
) -> None:
    log = tmp_path / "starts"
    code = f"open({str(log)!r}, 'a').write('x'); import sys; sys.stdin.readline()"
    process = start(command=[sys.executable, "-c", code], back_off_s=(0.01, 0.01))
    tries: list[int] = []
    job = process.draft(VISIT)
    job.restarted.connect(tries.append)
    error = _wait(qtbot, job, "failed")
    assert isinstance(error, OpdError)
    assert error.code == "scribe.crashed"
    assert tries == [1, 2]
    assert len(log.read_text()) == 6  # the client sends each try twice
    process.close(wait=True)


@pytest.mark.e2e
@pytest.mark.speech
def test_a_recording_shows_progress_and_can_be_cancelled(process: ScribeProcess, qtbot: QtBot) -> None:
    sample = RESOURCES / "samples" / "dictation.ogg"
    job = process.transcribe(sample)
    shares: list[float] = []
    job.progressed.connect(shares.append)
    transcript = _wait(qtbot, job)
    assert "paracetamol" in transcript.text.lower()
    assert shares == sorted(shares)
    assert shares
    job = process.transcribe(sample)
    job.cancel()
    assert _wait(qtbot, job, "failed").code == "scribe.cancelled"


def test_cancelling_the_rewording_leaves_the_draft_as_extracted(
    start: Callable[..., ScribeProcess], qtbot: QtBot
) -> None:
    # It rewords until it is told to stop, and answers then with what was extracted, as the scribe does.
    code = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    told = json.loads(line)\n"
        "    if told['op'] == 'draft':\n"
        "        print(json.dumps({'id': told['id'], 'event': 'progress', 'share': 0.4}), flush=True)\n"
        "    elif told['op'] == 'cancel':\n"
        "        result = {'note': 'Cough.', 'warnings': [{'code': 'llm_cancelled'}]}\n"
        "        print(json.dumps({'id': told['target'], 'event': 'result', 'result': result}), flush=True)\n"
    )
    process = start(command=[sys.executable, "-c", code])
    try:
        job = process.draft(VISIT, "ollama")
        assert _wait(qtbot, job, "progressed") == 0.4
        job.cancel()
        assert _wait(qtbot, job).note == "Cough."
    finally:
        process.close(wait=True)


@pytest.mark.e2e
def test_closing_leaves_no_process(start: Callable[..., ScribeProcess], qtbot: QtBot) -> None:
    process = start()
    _wait(qtbot, process.draft(VISIT))
    pid = process.pid
    assert pid is not None
    process.close(wait=True)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def _language(qtbot: QtBot, hearing: ScribeHearing) -> str:
    texts: list[Heard] = []
    hearing.heard.connect(texts.append)
    with qtbot.waitSignal(hearing.done, timeout=60_000):
        hearing.feed(b"\0\0")
        hearing.finish()
    return "".join(one.text for one in texts)


def test_a_recording_is_heard_beside_other_work_and_given_up_with_the_desk(
    start: Callable[..., ScribeProcess], qtbot: QtBot
) -> None:
    # It answers drafts and nothing else: what is heard is under way until the desk closes.
    code = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    told = json.loads(line)\n"
        "    if told['op'] == 'draft':\n"
        "        print(json.dumps({'id': told['id'], 'event': 'result', 'result': {'note': 'N'}}), flush=True)\n"
    )
    process = start(command=[sys.executable, "-c", code])
    hearing = process.listen()
    # Far more than a pipe holds; the thread of the windows only puts it down.
    for _ in range(50):
        hearing.feed(bytes(32_000))
    assert _wait(qtbot, process.draft(VISIT)).note == "N"
    assert process.busy
    assert not process._idle.isActive()
    assert _wait_for_cancel(qtbot, hearing) == "scribe.cancelled"
    assert not process.busy
    assert process._idle.isActive()
    left = process.listen()
    process.close(wait=True)
    assert left.listening is not None
    assert not left.listening.alive
    assert _wait_for_cancel(qtbot, process.listen(), told=False) == ""


def _wait_for_cancel(qtbot: QtBot, hearing: ScribeHearing, *, told: bool = True) -> str:
    codes: list[str] = []
    hearing.failed.connect(lambda error: codes.append(error.code))
    hearing.cancel()
    if told:
        qtbot.waitUntil(lambda: bool(codes), timeout=30_000)
    return "".join(codes)


def test_the_process_is_told_the_codes_the_models_and_the_language_of_this_computer(
    start: Callable[..., ScribeProcess], qtbot: QtBot, tmp_path: Path
) -> None:
    code = (
        "import json, sys\n"
        "for line in sys.stdin:\n"
        "    told = json.loads(line)\n"
        "    if told['op'] == 'draft':\n"
        "        result = {'note': ' '.join(str(told[key]) for key in ('codes', 'models'))}\n"
        "    elif told['op'] == 'listen':\n"
        "        heard = {'start': 0, 'end': 0, 'text': told['language'], 'over': True}\n"
        "        print(json.dumps({'id': told['id'], 'event': 'heard', 'heard': heard}), flush=True)\n"
        "        continue\n"
        "    elif told['op'] == 'finish':\n"
        "        result = {}\n"
        "    else:\n"
        "        continue\n"
        "    print(json.dumps({'id': told['id'], 'event': 'result', 'result': result}), flush=True)\n"
    )
    settings = Settings(data_dir=tmp_path, scribe_language="es")
    process = start(command=[sys.executable, "-c", code], settings=settings)
    try:
        made = _wait(qtbot, process.draft(VISIT))
        assert made.note == f"{tmp_path / 'codes' / 'snomed.sqlite'} {tmp_path / 'models'}"
        assert _language(qtbot, process.listen()) == "es"
        scribe_choices.save(tmp_path, ScribeChoices(models=str(tmp_path / "own"), language="auto"))
        assert _wait(qtbot, process.draft(VISIT)).note.endswith("own")
        assert _language(qtbot, process.listen()) == "auto"
        assert _language(qtbot, process.listen(language="fr")) == "fr"
    finally:
        process.close(wait=True)
