"""The official Ollama client against a server that speaks its protocol, well behaved and not."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft
from opd_desktop.scribe import choosing, engine
from opd_desktop.scribe.backends import Ask, Stopped, ollama
from tests.scribe.conftest import VISIT
from tests.support import ollama_server

pytest.importorskip("ollama", reason="the extra 'scribe' is not installed")

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = {"type": "object", "properties": {"s1": {"type": "string", "maxLength": 60}}, "required": ["s1"]}
ASK = Ask("Answer with JSON.", json.dumps({"s1": {"text": "He has a cough."}}), SCHEMA, 60)


def started() -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.ollama_server"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def ended(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(10)
    assert process.stdout
    process.stdout.close()


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a server that lives for this module."""
    process, address = started()
    yield address
    ended(process)


@pytest.fixture(autouse=True)
def host(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", server)
    monkeypatch.delenv(ollama.MODEL_VARIABLE, raising=False)


def drafted(model: str) -> tuple[Draft, Draft]:
    return engine.draft(VISIT), engine.draft(VISIT, language_model="ollama", model=model)


def codes(draft: Draft) -> list[str]:
    return [warning.code for warning in draft.warnings if warning.code.startswith("llm")]


def test_the_models_are_listed_with_size_and_digest() -> None:
    found = {one.name: one for one in ollama.models()}
    assert {f"{name}:latest" for name in ollama_server.BEHAVIOURS} <= set(found)
    model = found["faithful:latest"]
    assert (model.parameters, model.quantization) == ("8.0B", "Q4_K_M")
    assert model.size > 0
    assert len(model.digest) == 64


def test_a_good_model_rewords_and_its_card_is_in_the_provenance() -> None:
    plain, made = drafted("faithful")
    assert "Takes lisinopril 20 mg a day." in made.note
    assert plain.note != made.note
    assert made.run_card.llm == "ollama:faithful:latest"
    assert made.bundle
    told = json.dumps(made.bundle)
    assert "ollama:faithful:latest" in told
    assert made.run_card.llm_digest in told


def test_an_inventing_model_changes_nothing() -> None:
    plain, made = drafted("inventing")
    assert made.note == plain.note
    assert "llm_refused" in codes(made)


def test_broken_json_falls_back() -> None:
    plain, made = drafted("broken")
    assert made.note == plain.note
    assert codes(made) == ["llm_failed"]


def test_a_model_that_is_not_there_is_named() -> None:
    plain, made = drafted("nobody:7b")
    assert made.note == plain.note
    (warning,) = [one for one in made.warnings if one.code == "llm_no_model"]
    assert warning.params["model"] == "nobody:7b"
    assert "nobody:7b" in warning.message


def test_a_slow_answer_is_given_up_after_its_time() -> None:
    model = ollama.Ollama("slow", answer_s=1.5)
    begin = time.monotonic()
    with pytest.raises(ServiceUnavailable, match="llm_unavailable"):
        model.answer(ASK)
    assert time.monotonic() - begin < 5
    model.close()


def test_an_answer_can_be_cancelled_between_tokens() -> None:
    model = ollama.Ollama("slow")
    cancel = Event()
    with pytest.raises(Stopped):
        model.answer(ASK, lambda count: cancel.set(), cancel)
    model.close()


def test_a_server_that_is_killed_mid_answer_costs_only_the_rewording(monkeypatch: pytest.MonkeyPatch) -> None:
    process, address = started()
    monkeypatch.setenv("OLLAMA_HOST", address)
    try:
        plain, made = drafted("dying")
        assert process.wait(10) == 1
    finally:
        ended(process)
    assert made.note == plain.note
    assert codes(made) == ["llm_failed"]


def test_a_thinking_model_is_told_not_to() -> None:
    _, made = drafted("thinking")
    assert "Takes lisinopril" in made.note


def test_tokens_are_counted_while_they_come() -> None:
    model = ollama.Ollama("faithful")
    seen: list[int] = []
    answer = model.answer(ASK, seen.append)
    model.close()
    assert json.loads(answer.text) == {"s1": "He has a cough."}
    assert seen == list(range(1, len(seen) + 1))
    assert answer.answer_tokens >= len(seen)
    assert answer.prompt_tokens > 0


def test_pulling_shows_progress_and_the_model_is_there_afterwards() -> None:
    shares: list[float] = []
    ollama.pull("tiny:1b", lambda status, share: shares.append(share))
    assert {0.0, 0.5, 1.0} <= set(shares)
    assert "tiny:1b" in {one.name for one in ollama.models()}


def test_a_pull_can_be_cancelled_and_a_wrong_name_is_told() -> None:
    cancel = Event()
    with pytest.raises(Stopped):
        ollama.pull("large:70b", lambda status, share: cancel.set(), cancel)
    with pytest.raises(ServiceUnavailable) as wrong:
        ollama.pull("missing:1b")
    assert "file does not exist" in wrong.value.params["reason"]


def test_auto_prefers_a_served_model_that_is_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    served = [one for one in ollama.models() if one.name == "faithful:latest"]
    monkeypatch.setattr(ollama, "models", lambda host=None: tuple(served))
    monkeypatch.setattr(choosing, "_speeds", {})
    choice = choosing.choose("auto")
    assert choice.backend is not None
    assert choice.backend.card.name == "ollama:faithful:latest"
    assert [warning.code for warning in choice.warnings] == ["llm_chosen"]
    choice.backend.close()


@pytest.mark.skipif(ollama_server.real_model() is None, reason="the extra 'llm' is not installed")
def test_a_real_small_model_answers_under_the_schema() -> None:
    model = ollama.Ollama("smollm2:135m", answer_s=60)
    try:
        answer = model.answer(ASK)
    finally:
        model.close()
    assert set(json.loads(answer.text)) == {"s1"}
    assert answer.answer_tokens > 1


def test_without_a_server_it_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    begin = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        ollama.models()
    assert time.monotonic() - begin < 5
    assert os.environ["OLLAMA_HOST"].endswith(":9")
