"""The scribe process and the desk's side of it: one process, restarted after a crash, nothing left behind."""

import json
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet

from opd_desktop.domain.errors import BadInput, NotFound, OpdError, ServiceUnavailable
from opd_desktop.domain.note import Subject
from opd_desktop.scribe import draft
from opd_desktop.scribe.client import ScribeClient
from opd_desktop.scribe.sealed import SealedWriter
from opd_desktop.scribe.server import serve
from opd_desktop.scribe.speech_model import Engine
from tests.scribe import sounds
from tests.scribe.conftest import VISIT

pytestmark = pytest.mark.e2e


@pytest.fixture
def client() -> Iterator[ScribeClient]:
    with ScribeClient() as made:
        yield made


def test_a_draft_from_the_process_is_the_one_made_here(client: ScribeClient) -> None:
    assert client.draft(VISIT) == draft(VISIT)


def test_validation_comes_back_with_its_findings(client: ScribeClient) -> None:
    found = client.validate("He has a fever of 40.", VISIT)
    assert found.supported == 0


def test_whom_a_note_is_about_reaches_the_process(client: ScribeClient) -> None:
    found = client.validate("A 35-year-old man.", subject=Subject(age=53, sex="male"))
    assert [one.why for one in found.findings if one.severity == "high"] == ["age 35 here, 53 in the record"]


def test_the_process_is_kept_and_replaced_after_a_kill(client: ScribeClient) -> None:
    first = client.ping()
    assert client.ping() == first
    os.kill(first, signal.SIGKILL)
    assert client.draft(VISIT).note == draft(VISIT).note
    assert client.ping() != first


def test_errors_keep_their_kind_code_and_parameters(client: ScribeClient, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as bad:
        client.draft('{"turns": [}')
    assert bad.value.code == "scribe.bad_json"
    with pytest.raises(NotFound) as missing:
        client.transcribe(tmp_path / "none.ogg")
    assert (missing.value.code, missing.value.params) == ("scribe.no_such_file", {"file": "none.ogg"})


def test_a_process_that_always_dies_is_told_after_two_tries() -> None:
    with (
        ScribeClient(command=[sys.executable, "-c", "import sys; sys.stdin.readline()"]) as client,
        pytest.raises(ServiceUnavailable) as crashed,
    ):
        client.draft(VISIT)
    assert crashed.value.code == "scribe.crashed"


def test_a_language_model_that_kills_the_process_costs_only_the_rewording() -> None:
    # Dies when a model is asked for, as a runtime does that runs out of memory; drafts by rules otherwise.
    code = (
        "import json, os, sys\n"
        "for line in sys.stdin:\n"
        "    asked = json.loads(line)\n"
        "    if asked['llm'] != 'none':\n"
        "        os.abort()\n"
        "    print(json.dumps({'id': asked['id'], 'event': 'result', 'result': {'note': 'Cough.'}}), flush=True)\n"
    )
    with ScribeClient(command=[sys.executable, "-c", code]) as client:
        made = client.draft(VISIT, llm="embedded")
    assert made.note == "Cough."
    assert [one.code for one in made.warnings] == ["llm_crashed"]
    assert "Settings, Scribe models" in made.warnings[0].message


def test_a_program_that_does_not_exist_is_told() -> None:
    with (
        ScribeClient(command=["/nonexistent/scribe"]) as client,
        pytest.raises(ServiceUnavailable) as refused,
    ):
        client.ping()
    assert refused.value.code == "scribe.not_started"


def test_a_closed_client_starts_nothing() -> None:
    client = ScribeClient()
    client.close()
    with pytest.raises(ServiceUnavailable):
        client.ping()


def test_closing_ends_the_process() -> None:
    client = ScribeClient()
    pid = client.ping()
    client.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@pytest.mark.speech
def test_a_transcription_tells_how_far_it_is_and_can_be_cancelled(client: ScribeClient, dictation: Path) -> None:
    shares: list[float] = []
    heard = client.transcribe(dictation, shares.append)
    assert "paracetamol" in heard.text.lower()
    assert shares == sorted(shares)
    assert shares[-1] == pytest.approx(1.0, abs=0.2)
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(OpdError) as stopped:
        client.transcribe(dictation, cancel=cancel)
    assert stopped.value.code == "scribe.cancelled"


@pytest.mark.speech
def test_an_encrypted_recording_needs_its_key(client: ScribeClient, tmp_path: Path) -> None:
    sentence = (sounds.dictation()[: 8 * sounds.RATE] * 32767).astype("<i2").tobytes()
    key = Fernet.generate_key()
    with SealedWriter(tmp_path / "visit.sound", key) as writer:
        writer.write(sentence)
    assert (
        "fever" in client.transcribe(tmp_path / "visit.sound", key=key, engine=Engine("", "cpu", "int8")).text.lower()
    )
    with pytest.raises(BadInput) as locked:
        client.transcribe(tmp_path / "visit.sound")
    assert locked.value.code == "scribe.locked_recording"


def test_a_name_that_is_no_model_is_refused_before_anything_is_asked(client: ScribeClient) -> None:
    with pytest.raises(BadInput) as refused:
        client.pull("two words")
    assert refused.value.code == "scribe.model_name"


def _answers(lines: list[str], expected: int) -> list[dict[str, Any]]:
    """What a server in a thread answers; its input stays open until all answers are there."""
    (source, ask), (hear, sink) = os.pipe(), os.pipe()
    with os.fdopen(source) as requests, os.fdopen(sink, "w") as told, os.fdopen(hear) as heard:
        server = threading.Thread(target=serve, args=(requests, told))
        server.start()
        with os.fdopen(ask, "w") as asking:
            asking.write("\n".join(lines) + "\n")
            asking.flush()
            answers = [json.loads(heard.readline()) for _ in range(expected)]
        server.join(10)
        assert not server.is_alive()
    return answers


def test_the_server_answers_every_line_and_never_falls_over() -> None:
    lines = [
        "not json",
        "[]",
        '{"id": 1}',
        '{"id": 2, "op": "fly"}',
        '{"id": 3, "op": "draft"}',
        '{"id": 4, "op": "draft", "source": "[patient] i have a cough .", "llm": "cloud"}',
        '{"id": 5, "op": "cancel", "target": 99}',
        '{"id": 7, "op": "sound", "samples": "no base64!"}',
        '{"id": 8, "op": "listen", "start": "soon"}',
        # Of a recording that is heard no more: late, and no fault.
        '{"id": 11, "op": "sound", "samples": "AAAA"}',
        '{"id": 9, "op": "transcribe", "path": "visit.wav", "engine": {"device": 3}}',
        '{"id": 10, "op": "measure_llm", "backend": "cloud", "model": "x"}',
        json.dumps({"id": 6, "op": "draft", "source": VISIT, "bundle": False}),
    ]
    answers = _answers(lines, len(lines) - 1)
    errors = {answer["id"]: answer["error"]["code"] for answer in answers if answer["event"] == "error"}
    assert {errors[number] for number in (2, 4, 7, 8, 9, 10)} == {"scribe.bad_request"}
    assert errors[3] in {"scribe.bad_transcript", "scribe.bad_request"}
    results = {answer["id"]: answer["result"] for answer in answers if answer["event"] == "result"}
    assert results[5] == {"cancelled": False}
    assert results[6]["note"] == draft(VISIT).note
    assert sum(1 for answer in answers if answer["id"] is None) == 3
