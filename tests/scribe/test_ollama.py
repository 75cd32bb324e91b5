"""The official Ollama client against a server that speaks its protocol, well behaved and not."""

import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event, Timer

import pytest

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft
from opd_desktop.scribe import choosing, engine, llm
from opd_desktop.scribe.backends import Ask, Stopped, embedded, ollama
from opd_desktop.scribe.client import DRAFT_S
from tests.scribe.conftest import VISIT
from tests.support import ollama_server

pytest.importorskip("ollama", reason="the extra 'scribe' is not installed")

ROOT = Path(__file__).resolve().parents[2]
SCHEMA = {"type": "object", "properties": {"s1": {"type": "string", "maxLength": 60}}, "required": ["s1"]}
ASK = Ask("Answer with JSON.", json.dumps({"s1": {"text": "He has a cough."}}), SCHEMA, 60)


def started(*only: str) -> tuple[subprocess.Popen[str], str]:
    listed = ["--only", ",".join(only)] if only else []
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.support.ollama_server", *listed], cwd=ROOT, stdout=subprocess.PIPE, text=True
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


def test_a_server_on_another_machine_is_named_in_the_run_card(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "host" not in ollama.Ollama("faithful").card.settings
    monkeypatch.setattr(ollama, "_HERE", frozenset())
    named = server.replace("127.0.0.1", "localhost")
    assert ollama.Ollama("faithful", named).card.settings["host"] == "localhost"


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


def cuts(server: str) -> int:
    """How many connections the server has seen to be cut by the client."""
    with urllib.request.urlopen(f"{server}/cut") as answer:
        return int(json.load(answer)["cut"])


@pytest.mark.parametrize("name", ["silent", "stalling", "slow"])
def test_cancelling_takes_effect_at_once_whatever_the_server_does(server: str, name: str) -> None:
    """Before the first header, in the middle of an answer, and between tokens that are a second apart."""
    model, cancel, before = ollama.Ollama(name), Event(), cuts(server)
    timer = Timer(0.5, cancel.set)
    timer.start()
    begin = time.monotonic()
    with pytest.raises(Stopped):
        model.answer(ASK, cancel=cancel)
    took = time.monotonic() - begin
    timer.join()
    assert 0.4 < took < 2.0
    if name != "slow":
        until = time.monotonic() + 10
        while cuts(server) == before and time.monotonic() < until:
            time.sleep(0.05)
        assert cuts(server) == before + 1  # the server knows that nobody waits any more
    model.close()


def test_after_a_cancel_the_same_model_answers_again() -> None:
    model, cancel = ollama.Ollama("stalling"), Event()
    cancel.set()
    with pytest.raises(Stopped):
        model.answer(ASK, cancel=cancel)
    model.card = ollama.Ollama("faithful").card
    assert json.loads(model.answer(ASK, cancel=Event()).text) == {"s1": "He has a cough."}
    model.close()


@pytest.mark.parametrize("name", ["silent", "stalling"])
def test_a_server_that_hangs_is_given_up_after_the_time_for_an_answer(name: str) -> None:
    model = ollama.Ollama(name)
    begin = time.monotonic()
    with pytest.raises(ServiceUnavailable) as late:
        model.answer(replace(ASK, seconds=0.5))
    assert time.monotonic() - begin < 3
    assert late.value.params["reason"] == "too slow"
    model.close()


@pytest.mark.parametrize("name", ["silent", "stalling"])
def test_a_draft_whose_model_hangs_can_be_cancelled_and_stands_as_extracted(name: str) -> None:
    cancel = Event()
    timer = Timer(1.0, cancel.set)
    timer.start()
    begin = time.monotonic()
    made = engine.draft(VISIT, language_model="ollama", model=name, cancel=cancel)
    assert time.monotonic() - begin < 10
    timer.join()
    plain = engine.draft(VISIT)
    assert (made.note, made.sentences, made.run_card) == (plain.note, plain.sentences, plain.run_card)
    assert codes(made) == ["llm_cancelled"]


def test_a_draft_whose_model_is_too_slow_stands_as_extracted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(llm, "rewrite", partial(llm.rewrite, answer_s=0.5))
    plain, made = drafted("stalling")
    assert made.note == plain.note
    (warning,) = [one for one in made.warnings if one.code == "llm_failed"]
    assert warning.params["reason"] == "too slow"
    assert "too slow" in warning.message


def test_a_model_that_is_removed_while_it_is_asked_is_named() -> None:
    plain, made = drafted("removed")
    assert made.note == plain.note
    assert codes(made) == ["llm_no_model"]
    assert "removed:latest" in next(one.message for one in made.warnings if one.code == "llm_no_model")


def auto(monkeypatch: pytest.MonkeyPatch, *only: str) -> Draft:
    """What "auto" makes of the visit where a server has these models, and nothing else is installed."""
    monkeypatch.setattr(embedded, "available", lambda: False)
    monkeypatch.setattr(choosing, "_speeds", {})
    process, address = started(*(only or ("",)))
    monkeypatch.setenv("OLLAMA_HOST", address)
    try:
        return engine.draft(VISIT, language_model="auto")
    finally:
        ended(process)


@pytest.mark.parametrize(
    ("only", "expected", "told"),
    [
        ([], ["llm_no_model", "llm_not_installed"], "Pull one"),
        (["inventing"], ["llm_unfit"], "Try a larger one"),
        (["plodding"], ["llm_slow"], "Try a smaller one"),
        (["broken"], ["llm_unavailable"], "invalid answer"),
        (["plodding", "inventing"], ["llm_slow", "llm_unfit"], "ollama:inventing:latest"),
        (["removed"], ["llm_no_model"], "removed:latest"),
    ],
)
def test_auto_without_a_fit_model_is_the_extracted_draft_and_says_why(
    monkeypatch: pytest.MonkeyPatch, only: list[str], expected: list[str], told: str
) -> None:
    made = auto(monkeypatch, *only)
    plain = engine.draft(VISIT)
    assert (made.note, made.bundle, made.run_card) == (plain.note, plain.bundle, plain.run_card)
    assert codes(made) == expected
    assert any(told in one.message for one in made.warnings)


def test_auto_gives_up_the_test_of_a_model_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test has its time, so a draft is never later than the desk waits for it."""
    monkeypatch.setattr(choosing, "TEST_S", 0.5)
    made = auto(monkeypatch, "silent")
    assert made.note == engine.draft(VISIT).note
    (warning,) = [one for one in made.warnings if one.code == "llm_unavailable"]
    assert warning.params["reason"] == "too slow"
    assert choosing.TESTS_S + llm.VISIT_S < DRAFT_S


def test_auto_takes_the_fit_model_though_a_larger_one_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    """The largest is tried first, refused, and the next one rewords: evidence, order and run card stay true."""
    made = auto(monkeypatch, "inventing", "faithful")
    plain = engine.draft(VISIT)
    assert codes(made) == ["llm_chosen"]
    (chosen,) = [one for one in made.warnings if one.code == "llm_chosen"]
    assert chosen.params["model"] == "ollama:faithful:latest"
    assert "tokens a second, about" in chosen.message
    assert [(s.id, s.turns, s.section, s.heading) for s in made.sentences] == [
        (s.id, s.turns, s.section, s.heading) for s in plain.sentences
    ]
    changed = {s.id: s for s in made.sentences if s.extracted is not None}
    assert changed
    assert {s.id: s.text for s in plain.sentences if s.id in changed} == {s.id: s.extracted for s in changed.values()}
    card = made.run_card
    assert (card.llm, card.prompt, card.settings["temperature"]) == (
        "ollama:faithful:latest",
        llm.PROMPT_VERSION,
        0.0,
    )
    assert len(card.llm_digest) == 64
    judged = engine.validate(made.note, VISIT)
    assert (judged.unsupported, judged.contradicted) == (0, 0)
    assert made.orders == plain.orders
    assert made.problems == plain.problems


@pytest.mark.skipif(ollama_server.real_model() is None, reason="the extra 'llm' is not installed")
def test_a_real_small_model_answers_under_the_schema() -> None:
    model = ollama.Ollama("smollm2:135m", answer_s=60)
    try:
        answer = model.answer(ASK)
    finally:
        model.close()
    assert set(json.loads(answer.text)) == {"s1"}
    assert answer.answer_tokens > 1


_ALONE = """
import sys

def watch(event, args):
    if event == "socket.bind":
        raise AssertionError("a port was opened")
    if event == "socket.connect" and args[1][:2] != (sys.argv[1], int(sys.argv[2])):
        raise AssertionError(f"a connection to {args[1]}")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise AssertionError(f"{args[0]} was written")
    if event == "import" and args[0].split(".")[0] in ("psycopg", "sqlalchemy"):
        raise AssertionError(f"{args[0]} was imported")

sys.dont_write_bytecode = True
sys.addaudithook(watch)
from opd_desktop.scribe import engine

print(engine.draft(sys.stdin.read(), language_model="ollama", model="faithful").model_dump_json())
"""


def test_a_draft_talks_to_ollama_alone_and_keeps_nothing(server: str) -> None:
    """The only connection is the server's; no file is written, no database is loaded; two runs are the same."""
    host, port = server.removeprefix("http://").split(":")
    made = []
    for seed in ("1", "2"):
        done = subprocess.run(
            [sys.executable, "-c", _ALONE, host, port],
            input=VISIT,
            capture_output=True,
            text=True,
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "PATH": "", "OLLAMA_HOST": server},
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-800:]
        made.append(done.stdout)
    assert made[0] == made[1]
    assert Draft.model_validate_json(made[0]) == engine.draft(VISIT, language_model="ollama", model="faithful")


def test_without_a_server_it_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    begin = time.monotonic()
    with pytest.raises(ServiceUnavailable):
        ollama.models()
    assert time.monotonic() - begin < 5
    assert os.environ["OLLAMA_HOST"].endswith(":9")
