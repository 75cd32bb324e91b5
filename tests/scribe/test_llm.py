"""The optional language model may reword and nothing else; whatever it does, the extracted note stands."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft
from opd_desktop.scribe import drafting, engine, llm, turns
from tests.scribe.conftest import VISIT


class Model:
    """A model that answers with what a function makes of every sentence."""

    name = "test-model"

    def __init__(self, reword: Callable[[str], str]) -> None:
        self._reword = reword
        self.asked = 0

    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> str:
        self.asked += 1
        rows = json.loads(user.split("\n\n")[0])["sentences"]
        told = [{"id": row["id"], "text": self._reword(row["text"])} for row in rows]
        return json.dumps({"sentences": told})


class Broken(Model):
    def answer(self, system: str, user: str, schema: dict[str, Any], max_tokens: int) -> str:
        self.asked += 1
        return "I am sorry, I can't do that."


def reworded(model: llm.Backend) -> tuple[Draft, Draft]:
    transcript = turns.from_text(VISIT)
    plain = drafting.draft(transcript)
    return plain, llm.rewrite(plain, transcript, model, drafting.with_sentences)


def test_a_faithful_rewording_is_taken_and_told_in_the_run_card() -> None:
    plain, made = reworded(Model(lambda text: text.replace("He is taking", "Takes")))
    assert "Takes lisinopril 20 mg a day." in made.note
    assert (made.run_card.llm, made.run_card.prompt) == ("test-model", llm.PROMPT_VERSION)
    assert [s.turns for s in made.sentences] == [s.turns for s in plain.sentences]


@pytest.mark.parametrize(
    "invention",
    [
        lambda text: f"{text} He also has diabetes.",
        lambda text: text.replace("3 days", "5 days").replace("20 mg", "40 mg").replace("145", "185"),
        lambda text: text.replace("denies", "reports"),
        lambda text: text.replace("lisinopril", "metformin"),
        lambda text: text.replace("right base", "left base"),
        lambda text: f"{text} " + "The weather was lovely and everybody went home happy and content. " * 3,
    ],
)
def test_an_invention_never_reaches_the_note(invention: Callable[[str], str]) -> None:
    plain, made = reworded(Model(invention))
    assert made.note == plain.note
    assert "llm_refused" in {warning.code for warning in made.warnings}


def test_nonsense_is_repaired_once_and_then_given_up() -> None:
    model = Broken(str)
    plain, made = reworded(model)
    assert made.note == plain.note
    assert model.asked == 2
    assert [warning.code for warning in made.warnings if warning.code.startswith("llm")] == ["llm_failed"]


def test_without_ollama_the_draft_stands_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", "http://127.0.0.1:9")
    plain = engine.draft(VISIT)
    assert engine.draft(VISIT, language_model="auto") == plain
    asked = engine.draft(VISIT, language_model="ollama")
    assert asked.note == plain.note
    assert [warning.code for warning in asked.warnings if warning.code.startswith("llm")] == ["llm_unavailable"]
    with pytest.raises(ServiceUnavailable):
        llm.Ollama()
