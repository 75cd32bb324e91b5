"""Recording, transcribing and drafting visit notes, offline and stateless: nothing here writes to a database.

`draft`, `validate` and `observe` are the port `opd_desktop.services.ports.Scribe`; `client.ScribeClient` drafts and
validates too, and transcribes, in a process of its own. See docs/scribe.md.
"""

from collections.abc import Sequence
from pathlib import Path

from opd_desktop.domain.note import Draft, DraftSentence, NoteSentence, Subject, Transcript, Validation
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.scribe_rules import LearnedRule, Observation


def draft(
    source: Transcript | str,
    codes: Path | None = None,
    *,
    template: NoteTemplate | None = None,
    rules: Sequence[LearnedRule] = (),
) -> Draft:
    """A SOAP draft of a transcript or of typed dialogue, by rules alone; the rest as in `engine.draft`."""
    from opd_desktop.scribe import engine

    return engine.draft(source, codes=codes, template=template, learned=rules)


def observe(drafted: Sequence[DraftSentence], final: Sequence[NoteSentence]) -> tuple[Observation, ...]:
    """What the edits of a signed note say (`domain.scribe_rules.learn`)."""
    from opd_desktop.scribe import shaping

    return shaping.observe(drafted, final)


def validate(note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None) -> Validation:
    """What a note says that the dialogue or the record of its subject does not carry, and what it leaves out."""
    from opd_desktop.scribe import engine

    return engine.validate(note, dialogue, subject)
