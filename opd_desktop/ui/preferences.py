"""What this computer remembers between runs: look, last name, window. No clinic data, no secret."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Preferences:
    """A small INI file in the data folder; unreadable or read-only, the desk works with defaults."""

    def __init__(self, data_dir: Path) -> None:
        self._file = QSettings(str(data_dir / "desk.ini"), QSettings.Format.IniFormat)

    @property
    def look(self) -> str:
        """``light``, ``dark`` or ``high-contrast``."""
        return str(self._file.value("look", "light"))

    @look.setter
    def look(self, name: str) -> None:
        self._file.setValue("look", name)

    @property
    def login(self) -> str:
        """Who signed in last on this computer."""
        return str(self._file.value("login", ""))

    @login.setter
    def login(self, name: str) -> None:
        self._file.setValue("login", name)

    @property
    def geometry(self) -> QByteArray:
        """Where the window was."""
        value = self._file.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._file.setValue("geometry", value)
