"""The optional language model may reword and nothing else; whatever it does, the extracted note stands."""

import json
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Draft
from opd_desktop.scribe import choosing, drafting, engine, llm, turns
from opd_desktop.scribe.backends import Answer, Ask, Backend, ModelCard, Stopped, embedded, gguf, ollama
from opd_desktop.scribe.backends.base import Tokens
from opd_desktop.scribe.rewrite_guard import why_refused
from tests.scribe.conftest import VISIT

NOBODY = "http://127.0.0.1:9"


class Model:
    """A model that answers with what a function makes of every sentence."""

    card = ModelCard("embedded", "test-model", "ab" * 32, "test 1", {"temperature": 0.0})

    def __init__(self, reword: Callable[[str], str]) -> None:
        self._reword = reword
        self.asked: list[Ask] = []

    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        self.asked.append(ask)
        if tokens:
            tokens(10)
        rows = json.loads(ask.user.split("\n\n")[0])
        return Answer(json.dumps({key: self._reword(row["text"]) for key, row in rows.items()}), 100, 1.0, 50, 1.0)

    def close(self) -> None:
        """Nothing is open."""


class Broken(Model):
    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        self.asked.append(ask)
        return Answer("I am sorry, I can't do that.")


class Stuttering(Model):
    """Broken JSON first, then a proper answer."""

    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        if len(self.asked) % 2 == 0:
            self.asked.append(ask)
            return Answer('{"s1": "He has')
        return super().answer(ask, tokens, cancel)


def reworded(model: Backend, progress: llm.Progress | None = None) -> tuple[Draft, Draft]:
    transcript = turns.from_text(VISIT)
    plain = drafting.draft(transcript)
    return plain, llm.rewrite(plain, transcript, model, drafting.with_sentences, progress=progress)


def codes(draft: Draft) -> list[str]:
    return [warning.code for warning in draft.warnings if warning.code.startswith("llm")]


def test_a_faithful_rewording_is_taken_and_told_in_the_run_card() -> None:
    plain, made = reworded(Model(lambda text: text.replace("He is taking", "Takes")))
    assert "Takes lisinopril 20 mg a day." in made.note
    card = made.run_card
    assert (card.llm, card.llm_digest, card.prompt) == ("embedded:test-model", "ab" * 32, llm.PROMPT_VERSION)
    assert card.settings["temperature"] == 0.0
    assert [s.turns for s in made.sentences] == [s.turns for s in plain.sentences]
    changed = [s.extracted for s in made.sentences if s.extracted is not None]
    assert changed == ["He is taking lisinopril 20 mg a day."]


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
    assert "llm_refused" in codes(made)


@pytest.mark.parametrize(
    ("extracted", "other", "why"),
    [
        ("Take metformin 500 mg twice a day.", "Take metformin 500 mcg twice a day.", "other numbers"),
        ("Take metformin 500 mg twice a day.", "Take metformin 500 mg a day.", "another time or course"),
        ("His mother has asthma.", "He has asthma.", "other findings, drugs or negations"),
        ("If it does not improve, order an MRI.", "It does not improve, order an MRI.", "other findings"),
        ("This may be a strain of the calf.", "This is a strain of the calf.", "another condition or certainty"),
        ("He can't bend the finger but can walk.", "He can bend the finger but can't walk.", "another negation"),
        ("He has had trouble seeing at a distance.", "She has had trouble seeing at a distance.", "another sex"),
        ("He takes a pill for sleep.", "He takes zalopril for sleep.", "a drug that nobody named"),
        ("He has pain in the knee when going up stairs.", "He has pain in the elbow when going up stairs.", "part"),
        ("He has had a hard time finding work and is worried.", "He has had.", "leaves too much out"),
        ("He has a cough.", '{"s1": "He has a cough."}', "not a sentence"),
        ("He has a cough.", "I think he has a cough.", "talk, not a note"),
        ("He lives alone.", "He lives alone with nine cats near Boston.", "longer than what it rewords"),
        ("He feels well and eats well and sleeps well at home.", "He feels well and he feels well and he.", "repeats"),
    ],
)
def test_what_the_guard_refuses(extracted: str, other: str, why: str) -> None:
    assert why in why_refused(extracted, other, [extracted])
    assert why_refused(extracted, extracted, [extracted]) == ""


@pytest.mark.parametrize(
    ("extracted", "better"),
    [
        ("He has been having a cough for like 3 days.", "He has had a cough for 3 days."),
        ("He is taking lisinopril 20 mg once a day.", "Takes lisinopril 20 mg daily."),
        ("He says he denies fever and he denies chills.", "Denies fever and chills."),
        ("Order an x-ray of that right knee.", "Obtain x-ray of the right knee."),
    ],
)
def test_what_the_guard_lets_through(extracted: str, better: str) -> None:
    assert why_refused(extracted, better, [extracted]) == ""


def test_nonsense_is_repaired_once_and_then_given_up() -> None:
    model = Broken(str)
    plain, made = reworded(model)
    assert made.note == plain.note
    assert len(model.asked) == 2
    assert codes(made) == ["llm_failed"]


def test_a_repaired_answer_counts() -> None:
    model = Stuttering(lambda text: text.replace("He is taking", "Takes"))
    _, made = reworded(model)
    assert "Takes lisinopril" in made.note
    assert "not valid (it is not JSON)" in model.asked[1].user


def test_the_schema_is_in_the_prompt_and_the_length_is_set() -> None:
    model = Model(str)
    reworded(model)
    for ask in model.asked:
        assert json.dumps(ask.schema) in ask.system
        assert ask.schema["required"] == list(json.loads(ask.user))
        assert 0 < ask.max_tokens < 4000


def test_a_model_of_which_nothing_stands_is_not_asked_for_the_whole_visit() -> None:
    model = Model(lambda text: f"{text} 99 pills.")
    plain, made = reworded(model)
    assert made.note == plain.note
    assert "llm_unfit" in codes(made)
    assert sum(len(ask.schema["required"]) for ask in model.asked) < len(plain.sentences)


def test_progress_rises_to_one() -> None:
    shares: list[float] = []
    reworded(Model(str), shares.append)
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_cancelling_leaves_the_extracted_draft() -> None:
    class Cancelled(Model):
        def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
            raise Stopped

    plain, made = reworded(Cancelled(str))
    assert (made.note, made.run_card) == (plain.note, plain.run_card)
    assert codes(made) == ["llm_cancelled"]


def test_without_ollama_the_draft_stands_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_HOST", NOBODY)
    plain = engine.draft(VISIT)
    asked = engine.draft(VISIT, language_model="ollama")
    assert asked.note == plain.note
    assert codes(asked) == ["llm_no_ollama"]
    with pytest.raises(ServiceUnavailable):
        ollama.Ollama()


def test_with_nothing_installed_auto_is_the_plain_draft_and_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", NOBODY)
    monkeypatch.setattr(embedded, "available", lambda: False)
    plain, asked = engine.draft(VISIT), engine.draft(VISIT, language_model="auto")
    assert (asked.note, asked.run_card, asked.bundle) == (plain.note, plain.run_card, plain.bundle)
    assert codes(asked) == ["llm_no_ollama", "llm_not_installed"]
    told = " ".join(warning.message for warning in asked.warnings)
    assert "Start Ollama" in told
    assert "Install opd-desktop[llm]" in told


def test_with_the_runtime_and_no_file_auto_says_where_to_put_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("OLLAMA_HOST", NOBODY)
    monkeypatch.setattr(embedded, "available", lambda: True)
    monkeypatch.setattr(gguf, "_PACKAGE", "no_such_package")
    monkeypatch.delenv(gguf.MODEL_VARIABLE, raising=False)
    told = choosing.choose("auto", models=tmp_path).warnings
    assert [one.code for one in told] == ["llm_no_ollama", "llm_no_file"]
    assert told[1].params == {"folder": str(tmp_path)}


def test_what_reads_no_better_does_not_stand() -> None:
    """Nothing is wrong with these, but the extracted sentence reads as well or better."""
    for reworded_as, why in (
        (lambda text: text.replace("He is taking", "He is really taking"), "adds filler words"),
        (lambda text: text.replace("3 days", "three days"), "spells numbers out"),
        (lambda text: text.replace(" 20 mg a", " 20 mg and a"), "adds nothing but words"),
        (lambda text: text.replace("asthma.", "asthma and asthma."), "adds nothing but words"),
    ):
        transcript, outcome = turns.from_text(VISIT), llm.Outcome()
        plain = drafting.draft(transcript)
        made = llm.rewrite(plain, transcript, Model(reworded_as), drafting.with_sentences, outcome=outcome)
        assert made.note == plain.note
        assert why in outcome.refused.values()


def test_a_visit_ends_after_its_time_and_the_rest_stands_as_extracted() -> None:
    transcript, model = turns.from_text(VISIT), Model(str)
    plain = drafting.draft(transcript)
    made = llm.rewrite(plain, transcript, model, drafting.with_sentences, visit_s=0.0)
    assert (made.note, model.asked) == (plain.note, [])
    (warning,) = [one for one in made.warnings if one.code == "llm_late"]
    assert warning.params == {"seconds": 0, "sentences": len(plain.sentences)}
    whole = llm.rewrite(plain, transcript, model, drafting.with_sentences, visit_s=60.0)
    assert codes(whole) == []
    assert all(0 < ask.seconds <= 60 for ask in model.asked)


def test_an_unfit_model_may_be_asked_to_the_end_to_see_what_it_does() -> None:
    transcript, outcome = turns.from_text(VISIT), llm.Outcome()
    plain = drafting.draft(transcript)
    model = Model(lambda text: f"{text} 99 pills.")
    made = llm.rewrite(plain, transcript, model, drafting.with_sentences, outcome=outcome, to_the_end=True)
    assert (made.note, len(outcome.refused)) == (plain.note, len(plain.sentences))


def test_auto_takes_a_fit_and_fast_model_and_says_what_to_expect(monkeypatch: pytest.MonkeyPatch) -> None:
    def clean(text: str) -> str:
        for spoken in (" like", " really", " now", ", you know,", ", just to be on the safe side", " a lot"):
            text = text.replace(spoken, "")
        return text

    model = Model(clean)
    monkeypatch.setattr(choosing, "_candidates", lambda models: ([lambda: model], []))
    monkeypatch.setattr(choosing, "_speeds", {})
    choice = choosing.choose("auto")
    assert choice.backend is model
    (warning,) = choice.warnings
    assert (warning.code, warning.params["tokens"]) == ("llm_chosen", 50)
    assert warning.params["seconds"] == round(choosing.VISIT_PROMPT_TOKENS / 100 + choosing.VISIT_ANSWER_TOKENS / 50)


@pytest.mark.parametrize(
    ("model", "code"), [(Model(lambda text: f"{text} 7."), "llm_unfit"), (Broken(str), "llm_unavailable")]
)
def test_auto_leaves_an_unfit_model_alone(monkeypatch: pytest.MonkeyPatch, model: Model, code: str) -> None:
    monkeypatch.setattr(choosing, "_candidates", lambda models: ([lambda: model], []))
    monkeypatch.setattr(choosing, "_speeds", {})
    choice = choosing.choose("auto")
    assert choice.backend is None
    assert [warning.code for warning in choice.warnings] == [code]
