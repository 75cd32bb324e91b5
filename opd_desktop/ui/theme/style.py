"""The style sheet, made from tokens. Widgets opt in by a ``kind`` property; nothing else sets colours."""

from collections.abc import Mapping

from opd_desktop.ui.theme.tokens import Tokens

_SHEET = """
* { outline: none; }
QToolTip { background: %(toast)s; color: %(toast_text)s; border: 0; padding: 4px 8px; }
QMainWindow, QWidget[kind="window"] { background: %(bg)s; }
QWidget[kind="surface"], QFrame[kind="surface"] { background: %(surface)s; }
QFrame[kind="card"] { background: %(surface)s; border: 1px solid %(line)s; border-radius: 8px; }
QFrame[kind="rail"] { background: %(surface)s; border: 0; border-right: 1px solid %(line)s; }
QFrame[kind="topbar"] { background: %(surface)s; border: 0; border-bottom: 1px solid %(line)s; }
QFrame[kind="statusbar"] { background: %(surface)s; border: 0; border-top: 1px solid %(line)s; }
QFrame[kind="panel"] { background: %(surface)s; border: 0; border-left: 1px solid %(line)s; }
QFrame[kind="rule"] { background: %(line)s; border: 0; max-height: 1px; min-height: 1px; }

QLabel { background: transparent; color: %(text)s; }
QLabel[kind="title"] { font-size: %(title)spt; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="figure"] { font-size: %(figure)spt; font-weight: 600; }
QLabel[kind="caption"] { color: %(faint)s; font-size: %(tiny)spt; font-weight: 600; letter-spacing: 0.5px; }
QLabel[kind="muted"] { color: %(muted)s; }
QLabel[kind="small"] { color: %(muted)s; font-size: %(small)spt; }
QLabel[kind="error"] { color: %(danger)s; font-size: %(small)spt; }
QLabel[kind="keys"] { color: %(faint)s; border: 1px solid %(line)s; border-radius: 3px;
    padding: 0 4px; font-size: %(tiny)spt; }
QLabel[kind="badge"] { background: %(danger)s; color: %(danger_text)s; border-radius: 7px;
    padding: 0 4px; min-height: 14px; font-size: %(badge)spt; font-weight: 600; }

QPushButton { background: %(surface)s; color: %(text)s; border: 1px solid %(line)s; border-radius: 6px;
    padding: 5px 12px; min-height: 20px; }
QPushButton:hover { background: %(hover)s; }
QPushButton:pressed { background: %(sunken)s; }
QPushButton:disabled { color: %(faint)s; background: %(sunken)s; }
QPushButton:focus { border: 2px solid %(focus)s; padding: 4px 11px; }
QPushButton[kind="primary"] { background: %(accent)s; color: %(accent_text)s; border: 1px solid %(accent)s;
    font-weight: 600; }
QPushButton[kind="primary"]:disabled { background: %(sunken)s; color: %(faint)s; border-color: %(line)s; }
QPushButton[kind="primary"]:focus { border: 2px solid %(text)s; padding: 4px 11px; }
QPushButton[kind="danger"] { color: %(danger)s; }
QPushButton[kind="quiet"] { background: transparent; border: 1px solid transparent; color: %(muted)s; }
QPushButton[kind="quiet"]:hover { background: %(hover)s; color: %(text)s; }
QPushButton[kind="quiet"]:focus { border: 2px solid %(focus)s; padding: 4px 11px; }
QPushButton[kind="link"] { background: transparent; border: 0; color: %(accent)s; padding: 2px 4px; }
QPushButton[kind="link"]:hover, QPushButton[kind="link"]:focus { text-decoration: underline; }
QPushButton[kind="toast"] { background: transparent; border: 0; color: %(toast_action)s; font-weight: 600;
    padding: 2px 6px; }
QPushButton[kind="toast"]:focus { text-decoration: underline; }
QPushButton[kind="segment"]:checked { background: %(accent_soft)s; color: %(checked_t)s; font-weight: 600; }
QPushButton::menu-indicator { image: none; width: 0; }

QToolButton[kind="rail"] { background: transparent; color: %(muted)s; border: 2px solid transparent;
    border-radius: 8px; padding: 5px 0; font-size: %(rail)spt; }
QToolButton[kind="rail"]:hover { background: %(hover)s; color: %(text)s; }
QToolButton[kind="rail"]:checked { background: %(accent_soft)s; color: %(checked_t)s; font-weight: 600; }
QToolButton[kind="rail"]:focus { border: 2px solid %(focus)s; }

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QSpinBox, QDoubleSpinBox, QDateEdit, QTimeEdit, QDateTimeEdit {
    background: %(surface)s; color: %(text)s; border: 1px solid %(line)s; border-radius: 6px; padding: 5px 9px;
    selection-background-color: %(accent)s; selection-color: %(accent_text)s; min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QDateEdit:focus, QTimeEdit:focus, QDateTimeEdit:focus { border: 2px solid %(focus)s; padding: 4px 8px; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"], QDateEdit[wrong="true"] {
    border: 2px solid %(danger)s; padding: 4px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled { color: %(faint)s;
    background: %(sunken)s; }
QLineEdit[kind="search"] { background: %(sunken)s; border-color: transparent; }
QLineEdit[kind="bare"], QPlainTextEdit[kind="bare"], QTextEdit[kind="bare"] { border: 0; background: transparent;
    padding: 2px; }
QComboBox::drop-down, QDateEdit::drop-down, QDateTimeEdit::drop-down { border: 0; width: 22px; }
QComboBox::down-arrow, QDateEdit::down-arrow, QDateTimeEdit::down-arrow { image: url("%(down_file)s");
    width: 13px; height: 13px; }
QSpinBox::up-button, QDoubleSpinBox::up-button, QTimeEdit::up-button { subcontrol-origin: border;
    subcontrol-position: top right; width: 20px; border: 0; margin: 2px 2px 0 0; }
QSpinBox::down-button, QDoubleSpinBox::down-button, QTimeEdit::down-button { subcontrol-origin: border;
    subcontrol-position: bottom right; width: 20px; border: 0; margin: 0 2px 2px 0; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow, QTimeEdit::up-arrow { image: url("%(up_file)s");
    width: 10px; height: 10px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow, QTimeEdit::down-arrow { image: url("%(down_file)s");
    width: 10px; height: 10px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover, QDoubleSpinBox::up-button:hover,
QDoubleSpinBox::down-button:hover, QTimeEdit::up-button:hover, QTimeEdit::down-button:hover {
    background: %(hover)s; border-radius: 3px; }
QComboBox QAbstractItemView { background: %(surface)s; color: %(text)s; border: 1px solid %(line)s;
    selection-background-color: %(accent_soft)s; selection-color: %(text)s; }

QMenu { background: %(surface)s; color: %(text)s; border: 1px solid %(line)s; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: %(accent_soft)s; color: %(text)s; }
QMenu::item:disabled { color: %(faint)s; }
QMenu::separator { height: 1px; background: %(line)s; margin: 4px 8px; }

QAbstractItemView { background: %(surface)s; color: %(text)s; border: 0; alternate-background-color: %(surface)s;
    selection-background-color: %(accent_soft)s; selection-color: %(text)s; }
QTableView { gridline-color: transparent; }
/* Qt draws a cell's text 3 px further in than its padding, and a header's not. */
QTableView::item { padding: 0 5px; border-bottom: 1px solid %(line)s; }
QTableView::item:hover { background: %(hover)s; }
QTableView::item:selected { background: %(accent_soft)s; color: %(text)s; }
QHeaderView { background: %(surface)s; }
QHeaderView::section { background: %(surface)s; color: %(faint)s; border: 0; border-bottom: 1px solid %(line)s;
    padding: 6px 8px; font-size: %(tiny)spt; font-weight: 600; }
QListView[kind="results"] { border: 1px solid %(line)s; border-radius: 6px; }
QListView[kind="results"]::item:selected { background: %(accent_soft)s; color: %(text)s; }

QCheckBox, QRadioButton { color: %(text)s; spacing: 8px; padding: 2px; border: 2px solid transparent;
    border-radius: 4px; }
QCheckBox:focus, QRadioButton:focus { border: 2px solid %(focus)s; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid %(faint)s; border-radius: 4px;
    background: %(surface)s; }
QCheckBox::indicator:hover { border-color: %(accent)s; }
QCheckBox::indicator:checked { background: %(accent)s; border-color: %(accent)s; image: url("%(tick_file)s"); }
QCheckBox::indicator:disabled { background: %(sunken)s; border-color: %(line)s; }
QCheckBox::indicator:checked:disabled { image: url("%(faint_tick_file)s"); }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid %(faint)s; border-radius: 7px;
    background: %(surface)s; }
QRadioButton::indicator:hover { border-color: %(accent)s; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid %(accent)s; background: %(surface)s; }
QRadioButton::indicator:disabled { background: %(sunken)s; border-color: %(line)s; }
QProgressBar { background: %(sunken)s; border: 0; border-radius: 3px; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: %(accent)s; border-radius: 3px; }
QScrollArea { background: transparent; border: 0; }
QScrollArea > QWidget > QWidget[kind="scrolled"] { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: %(line)s; border-radius: 3px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: %(faint)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: %(line)s; }
QTabWidget::pane { border: 0; }
QCalendarWidget QWidget { background: %(surface)s; color: %(text)s; alternate-background-color: %(sunken)s; }
QCalendarWidget QAbstractItemView:enabled { selection-background-color: %(accent)s;
    selection-color: %(accent_text)s; }
"""


def style_sheet(tokens: Tokens, points: float, pictures: Mapping[str, str]) -> str:
    """The sheet for a look.

    Args:
        points: the size of body text, from which the others follow.
        pictures: files of the icons of boxes: ``down``, ``up``, ``tick``, ``faint_tick``.
    """
    values = {name: tokens[name] for name in Tokens.names()}
    sizes = {
        "title": points * 1.3,
        "figure": points * 1.6,
        "small": points * 0.92,
        "tiny": points * 0.82,
        "rail": points * 0.84,
        "badge": points * 0.76,
    }
    files = {f"{name}_file": file for name, file in pictures.items()}
    return _SHEET % {**values, **files, **{name: f"{size:.1f}" for name, size in sizes.items()}}
