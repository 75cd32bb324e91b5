"""The revisions that are read from the scripts' text are the ones that Alembic knows."""

from alembic.script import ScriptDirectory

from opd_desktop.db import migrate


def test_head_and_known_revisions_are_alembics() -> None:
    scripts = ScriptDirectory.from_config(migrate._config())
    assert migrate.head() == scripts.get_current_head()
    assert set(migrate._known()) == {script.revision for script in scripts.walk_revisions()}
