"""What the scribe learned from the signed-in doctor: each rule as a sentence, to be turned off or deleted."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.domain.scribe_rules import ACTIVE_AFTER
from opd_desktop.services import scribe_rules
from opd_desktop.services import undo as undo_operations
from opd_desktop.services.dto.common import RunUndo
from opd_desktop.services.dto.scribe_rules import ChangeRule, ListRules, RemoveRule, RuleDto, RuleRemoved
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.note_words import rule_text
from opd_desktop.ui.text import day_text
from opd_desktop.ui.widgets import Button, EmptyState, Muted, Notice, Panel
from opd_desktop.ui.words import error_text


class RuleRow(QWidget):
    """One rule: its switch, how often it was seen, its end, and the way back."""

    def __init__(self, panel: "RulesPanel", rule: RuleDto, about: str, removed: RuleRemoved | None) -> None:
        super().__init__(panel)
        self.rule = rule
        self.switch = QCheckBox(self)
        self.switch.setChecked(rule.active)
        self.switch.setAccessibleName(rule_text(rule))
        self.switch.setAccessibleDescription(about)
        self.switch.toggled.connect(lambda on: panel.change(rule, on))
        self.label = QLabel(rule_text(rule), self)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setProperty("kind", "" if rule.active and removed is None else "muted")
        about_label = QLabel(about if removed is None else self.tr("Deleted"), self)
        about_label.setProperty("kind", "small")
        about_label.setWordWrap(True)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.label)
        text.addWidget(about_label)
        self.end = Button(self.tr("Delete") if removed is None else self.tr("Undo"), "quiet", parent=self)
        self.end.setAccessibleName(f"{self.end.text()}: {rule_text(rule)}")
        self.end.clicked.connect(lambda: panel.remove(rule) if removed is None else panel.bring_back(removed))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(text, 1)
        row.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)
        self.switch.setEnabled(removed is None)


class RulesPanel(Panel):
    """All rules of this doctor; nobody else reads them."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.set_title(self.tr("What the scribe learned"))
        self._desk = desk
        self._found: tuple[RuleDto, ...] = ()
        self._removed: dict[object, RuleRemoved] = {}
        self.rows: list[RuleRow] = []
        self.body.addWidget(
            Muted(
                self.tr(
                    "Drafts follow these rules. They change words and what is proposed, never facts. Only you see them."
                )
            )
        )
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.body.addWidget(self.error)
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        self.body.addLayout(self._list)
        self.waiting = Muted(parent=self)
        self.waiting.hide()
        self.body.addWidget(self.waiting)
        self.empty = EmptyState(icon="spark", parent=self)
        self.empty.set_text(
            self.tr("Nothing learned yet"),
            self.tr(
                "When you change the same words in drafts of {0} signed visits, or always reject what stands under a "
                "heading, the scribe follows you from then on and tells you so."
            ).format(ACTIVE_AFTER),
        )
        self.empty.hide()
        self.body.addWidget(self.empty)
        self.body.addStretch()
        self.load()

    def load(self) -> None:
        """Ask for the rules, and for what was seen but not often enough."""
        self._desk.read(self, "rules", scribe_rules.list_, ListRules(candidates=True), self._show, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.error.set_text(error_text(error))
        self._fill()

    def _show(self, found: tuple[RuleDto, ...]) -> None:
        self.error.set_text("")
        self._found = found
        gone = {one.id for one in found}
        self._removed = {key: one for key, one in self._removed.items() if key not in gone}
        self._fill()

    def _fill(self) -> None:
        had = next((place for place, row in enumerate(self.rows) if _has_keyboard(row)), None)
        for row in self.rows:
            row.hide()
            row.deleteLater()
        learned = [one for one in self._found if one.learned_at is not None]
        self.rows = [RuleRow(self, one, self._about(one), None) for one in learned]
        self.rows += [RuleRow(self, one.rule, "", one) for one in self._removed.values()]
        for row in self.rows:
            self._list.addWidget(row)
        waiting = len(self._found) - len(learned)
        one, many = (
            self.tr("1 more edit was seen, not often enough yet."),
            self.tr("{0} more edits were seen, not often enough yet."),
        )
        self.waiting.setText(one if waiting == 1 else many.format(waiting))
        self.waiting.setVisible(waiting > 0)
        self.empty.setVisible(not self.rows)
        if had is not None and self.rows:
            self.rows[min(had, len(self.rows) - 1)].end.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.rows:
            self.setFocusProxy(self.rows[0].switch)

    def _about(self, rule: RuleDto) -> str:
        seen = (
            self.tr("Seen in 1 signed visit")
            if rule.seen == 1
            else self.tr("Seen in {0} signed visits").format(rule.seen)
        )
        parts = [seen]
        if rule.learned_at is not None:
            day = self._desk.local(rule.learned_at).date()
            parts.append(self.tr("since {0}").format(day_text(day, year=day.year != self._desk.today().year)))
        if not rule.active:
            parts.append(self.tr("off"))
        return " · ".join(parts)

    def change(self, rule: RuleDto, on: bool) -> None:
        """Follow a rule, or don't."""
        request = ChangeRule(id=rule.id, row_version=rule.row_version, active=on)
        self._desk.write(self, scribe_rules.change, request, lambda _rule: self.load(), self._refused)

    def remove(self, rule: RuleDto) -> None:
        """Forget a rule; its row stays with a way back while the panel is open."""

        def removed(result: RuleRemoved) -> None:
            self._removed[rule.id] = result
            self.load()

        request = RemoveRule(id=rule.id, row_version=rule.row_version)
        self._desk.write(self, scribe_rules.remove, request, removed, self._refused)

    def bring_back(self, removed: RuleRemoved) -> None:
        """The rule is followed again as before."""

        def back(_done: object) -> None:
            self._removed.pop(removed.rule.id, None)
            self.load()

        self._desk.write(self, undo_operations.run, RunUndo(id=removed.undo.id), back, self._refused)

    def _refused(self, error: BaseException) -> None:
        self.load()
        self._desk.show_error(error)


def _has_keyboard(row: RuleRow) -> bool:
    return row.end.hasFocus() or row.switch.hasFocus()
