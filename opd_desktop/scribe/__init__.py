"""Recording, transcribing and drafting visit notes, offline and stateless: nothing here writes to a database.

`draft` and `validate` are the port `opd_desktop.services.ports.Scribe`; `client.ScribeClient` does the same, and
transcribes, in a process of its own. See docs/scribe.md.
"""

from pathlib import Path

from opd_desktop.domain.note import Draft, Transcript, Validation


def draft(source: Transcript | str, codes: Path | None = None) -> Draft:
    """A SOAP draft of a transcript or of typed dialogue, by rules alone; `codes` as in `engine.draft`."""
    from opd_desktop.scribe import engine

    return engine.draft(source, codes=codes)


def validate(note: str, dialogue: Transcript | str | None = None) -> Validation:
    """What a note says that the dialogue does not carry, and the other way round."""
    from opd_desktop.scribe import engine

    return engine.validate(note, dialogue)
