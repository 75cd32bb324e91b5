"""Theme of the desk: Fusion with our own tokens, fonts, icons and style sheet; changes at run time."""

from pathlib import Path

from PySide6.QtCore import QObject, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

from opd_desktop.ui.theme import icons
from opd_desktop.ui.theme.looks import Look, look_of
from opd_desktop.ui.theme.style import style_sheet
from opd_desktop.ui.theme.tokens import LOOKS, Tokens

__all__ = ["Look", "Theme", "theme"]

_FAMILIES = ("Inter", "Inter Variable", "Segoe UI", "SF Pro Text", "Noto Sans", "DejaVu Sans")
_SIZES = {"small": 0.88, "body": 1.0, "strong": 1.0, "title": 1.3, "figure": 1.6, "mono": 1.0}


class Theme(QObject):
    """The look that everything is painted with; one per application.

    Attributes:
        changed: the look or the text size changed; caches of colours and metrics are void.
    """

    changed = Signal()

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._name = "light"
        self._base = _base_font()
        self._fonts: dict[str, QFont] = {}
        self._files = QTemporaryDir()
        application.setStyle("Fusion")
        self.set_look("light")

    @property
    def name(self) -> str:
        """``light``, ``dark`` or ``high-contrast``."""
        return self._name

    @property
    def tokens(self) -> Tokens:
        """The current colours."""
        return LOOKS[self._name]

    @property
    def rem(self) -> float:
        """Height of a line of body text in pixels; paddings and rows are multiples of it."""
        return QFontMetricsF(self.font("body")).height()

    def set_look(self, name: str) -> None:
        """Switch to one of `LOOKS`; an unknown name (an old settings file) gives the light one."""
        self._name = name if name in LOOKS else "light"
        self._fonts.clear()
        self._application.setFont(self.font("body"))
        self._application.setPalette(_palette(self.tokens))
        self._application.setStyleSheet(style_sheet(self.tokens, self.font("body").pointSizeF(), self._pictures()))
        self.changed.emit()

    def _pictures(self) -> dict[str, str]:
        """The files of the small icons that boxes are drawn with, in the colours of the look."""
        wanted = {
            "down": ("chevron-down", "muted"), "up": ("chevron-up", "muted"), "tick": ("check", "accent_text"),
            "faint_tick": ("check", "faint"),
        }  # fmt: skip
        folder = Path(self._files.path())
        return {key: icons.write(name, self.tokens[token], folder).as_posix() for key, (name, token) in wanted.items()}

    def color(self, token: str) -> QColor:
        """The colour of a token."""
        return QColor(self.tokens[token])

    def font(self, kind: str) -> QFont:
        """``small``, ``body``, ``strong``, ``title``, ``figure`` or ``mono``, with tabular figures."""
        if kind not in self._fonts:
            font = QFont(self._base)
            font.setPointSizeF(self._base.pointSizeF() * _SIZES[kind])
            if kind in {"strong", "title", "figure"}:
                font.setWeight(QFont.Weight.DemiBold)
            if kind == "mono":
                font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
            font.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[kind] = font
        return self._fonts[kind]

    def icon(self, name: str, colour: str = "muted") -> QIcon:
        """An icon for buttons and menus."""
        return icons.icon(name, self.tokens[colour], self.tokens["faint"], self._application.devicePixelRatio())

    def pixmap(self, name: str, colour: str = "muted", size: int = 16) -> QPixmap:
        """An icon to paint, ``size`` logical pixels square."""
        return icons.pixmap(name, self.tokens[colour], size, self._application.devicePixelRatio())

    def looks(self, state: str) -> Look:
        """The icon, word and tint of a state."""
        return look_of(str(state))


def _base_font() -> QFont:
    families = set(QFontDatabase.families())
    font = QFont(QGuiApplication.font())
    chosen = [name for name in _FAMILIES if name in families]
    if chosen:
        font.setFamilies(chosen)
    font.setPointSizeF(max(9.5, min(font.pointSizeF(), 11)))
    return font


def _palette(tokens: Tokens) -> QPalette:
    role = QPalette.ColorRole
    colours = {
        role.Window: "bg", role.WindowText: "text", role.Base: "surface", role.AlternateBase: "sunken",
        role.Text: "text", role.PlaceholderText: "faint", role.Button: "surface", role.ButtonText: "text",
        role.Highlight: "accent_soft", role.HighlightedText: "text", role.ToolTipBase: "toast",
        role.ToolTipText: "toast_text", role.Link: "accent", role.BrightText: "danger", role.Accent: "accent",
        role.Light: "surface", role.Midlight: "line", role.Mid: "line", role.Dark: "faint", role.Shadow: "sunken",
    }  # fmt: skip
    palette = QPalette()
    for which, token in colours.items():
        palette.setColor(which, QColor(tokens[token]))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(tokens["faint"]))
    return palette


_installed: list[Theme] = []


def theme() -> Theme:
    """The application's theme; made on first use, once per QApplication."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        raise TypeError("the theme needs a QApplication")
    if not _installed or _installed[0].parent() is not application:
        _installed[:] = [Theme(application)]
    return _installed[0]
