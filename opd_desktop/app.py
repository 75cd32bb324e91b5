"""The composition root: the only place that builds engines, channels and ports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL

from opd_desktop.db import migrate
from opd_desktop.db.embedded import WORKER, EmbeddedServer
from opd_desktop.db.engine import make_engine, parse_url
from opd_desktop.services.auth import load_actor
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.ports import Ports
from opd_desktop.settings import Settings

if TYPE_CHECKING:
    from opd_desktop.domain.note import Draft, DraftSentence, NoteSentence, Subject, Transcript, Validation
    from opd_desktop.domain.note_template import NoteTemplate
    from opd_desktop.domain.scribe_rules import LearnedRule, Observation


class LazyFhir:
    """The `Fhir` port; ``fhir.resources`` (a second to import) is loaded on first use."""

    def resource(self, kind: str, source: Any) -> dict[str, Any]:
        """See `services.ports.Fhir.resource`."""
        from opd_desktop.fhir import translate

        return translate.resource(kind, source)

    def validate(self, resource: Mapping[str, Any]) -> None:
        """See `services.ports.Fhir.validate`."""
        from opd_desktop.fhir import translate

        translate.validate(resource)


class LazyScribe:
    """The `Scribe` port, in this process: drafting from text takes milliseconds and no model.

    Args:
        data_dir: where an imported terminology may be.
    """

    def __init__(self, data_dir: Path | None = None) -> None:
        self._data_dir = data_dir

    def draft(
        self,
        source: Transcript | str,
        *,
        template: NoteTemplate | None = None,
        rules: Sequence[LearnedRule] = (),
    ) -> Draft:
        """See `services.ports.Scribe.draft`."""
        from opd_desktop.scribe import draft, snomed

        codes = snomed.codes_file(self._data_dir) if self._data_dir else None
        return draft(source, codes, template=template, rules=rules)

    def observe(self, drafted: Sequence[DraftSentence], final: Sequence[NoteSentence]) -> tuple[Observation, ...]:
        """See `services.ports.Scribe.observe`."""
        from opd_desktop.scribe import observe

        return observe(drafted, final)

    def validate(
        self, note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None
    ) -> Validation:
        """See `services.ports.Scribe.validate`."""
        from opd_desktop.scribe import validate

        return validate(note, dialogue, subject)


def make_ports(settings: Settings) -> Ports:
    """The real adapters that the settings ask for. The ``desk`` channel is always there."""
    from opd_desktop.channels import configured

    return Ports(scribe=LazyScribe(settings.data_dir), fhir=LazyFhir(), channels=configured(settings))


def embedded_server(settings: Settings) -> EmbeddedServer:
    """The embedded server of these settings (not started yet)."""
    return EmbeddedServer(Path(settings.data_dir))


def database_url(settings: Settings, *, prepare: bool = True) -> URL:
    """Where the clinic's database is, without a login.

    Args:
        prepare: start and migrate the embedded server if that is what the settings mean.
    """
    if settings.database_url:
        return parse_url(settings.database_url)
    server = embedded_server(settings)
    if prepare:
        server.ensure_running()
        prepare_embedded(server)
    return server.url().set(username=None)


def prepare_embedded(server: EmbeddedServer) -> bool:
    """Make the embedded server's database and bring it to this program's schema.

    Returns:
        Whether the schema was made or changed.
    """
    server.ensure_database()
    return migrate.upgrade(server.url())


def sign_in(settings: Settings, login: str, password: str, desk: str | None = None) -> Clinic:
    """Connect as a member of staff.

    Raises:
        NotPermitted: wrong name or password, or not (or no longer) on the staff.
        ServiceUnavailable: no server, or one that this program cannot work with.
    """
    return open_clinic(database_url(settings), login, password, desk or settings.desk, make_ports(settings))


def sign_in_worker(settings: Settings, password: str | None = None) -> Clinic:
    """Connect as the background worker (peer authentication on the embedded server)."""
    return open_clinic(database_url(settings), WORKER, password, f"worker {settings.desk}", make_ports(settings))


def open_clinic(url: URL, login: str, password: str | None, desk: str, ports: Ports) -> Clinic:
    """Connect to ``url`` as ``login`` and return the clinic as that person sees it."""
    engine = make_engine(url, login=login, password=password, desk=desk)
    try:
        return Clinic(engine, load_actor(engine, desk), ports)
    except BaseException:
        engine.dispose()
        raise
