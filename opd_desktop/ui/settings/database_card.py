"""Which database this desk works on."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from opd_desktop.services.dto.facilities import DatabaseInfo
from opd_desktop.settings import Settings
from opd_desktop.ui.widgets import Card, Heading, Muted


class DatabaseCard(Card):
    """Where the data is, in words that help when something is asked about it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Heading(self.tr("Database")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        self._facts: dict[str, QLabel] = {}
        names = {
            "kind": self.tr("Where"),
            "server": self.tr("Server"),
            "schema": self.tr("Schema"),
            "size": self.tr("Size"),
            "people": self.tr("Connections"),
            "desk": self.tr("This desk"),
            "folder": self.tr("Data folder"),
        }
        for row, (key, name) in enumerate(names.items()):
            caption = QLabel(name, self)
            caption.setProperty("kind", "muted")
            value = QLabel("…", self)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._facts[key] = value
        grid.setColumnStretch(1, 1)
        self.body.addLayout(grid)
        self.body.addWidget(
            Muted(
                self.tr("To share one clinic between computers, set OPD_DATABASE_URL to its Postgres; see the README.")
            )
        )
        self.body.addStretch()

    @property
    def facts(self) -> dict[str, str]:
        """What is shown, by name."""
        return {key: label.text() for key, label in self._facts.items()}

    def show_info(self, settings: Settings, info: DatabaseInfo | None) -> None:
        """Show this desk, and its database once that is known."""
        self._facts["desk"].setText(settings.desk)
        self._facts["folder"].setText(str(settings.data_dir))
        if info is None:
            return
        here = self.tr("On this computer ({0})") if not settings.database_url else self.tr("Shared ({0})")
        self._facts["kind"].setText(here.format(f"{info.host or 'socket'} / {info.database}"))
        self._facts["server"].setText(f"PostgreSQL {info.server_version}")
        self._facts["schema"].setText(info.schema_revision)
        self._facts["size"].setText(self.tr("{0} MB").format(round(info.size_bytes / 1_000_000)))
        self._facts["people"].setText(str(info.connections))
