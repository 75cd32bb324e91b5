"""The left of the encounter: who this is, what is known, vitals, the visits before."""

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from opd_desktop.domain.note import Problem
from opd_desktop.services.dto.encounters import Chart, ChartVisit, EncounterDto, Vitals
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.vitals_form import VitalsForm
from opd_desktop.ui.encounter.vitals_trend import VitalsTrend
from opd_desktop.ui.text import age_text, day_text, moment_text, phone_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Heading, Muted, Notice

_VISITS = 5


class ChartView(QScrollArea):
    """Shows one patient beside the note.

    Attributes:
        visit_wanted: open the encounter of an earlier visit.
    """

    visit_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chart: Chart | None = None
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMaximumWidth(round(theme().rem * 16.5))
        inside = QWidget(self)
        inside.setProperty("kind", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 8, 16)
        column.setSpacing(6)
        self.name = Heading(parent=inside)
        self.who = Muted(parent=inside)
        self.reason = Muted(parent=inside)
        self.allergies = Notice("danger", parent=inside)
        self.known = QWidget(inside)
        self._known = QVBoxLayout(self.known)
        self._known.setContentsMargins(0, 4, 0, 0)
        self._known.setSpacing(4)
        self.vitals = VitalsForm(inside)
        self.trend = VitalsTrend(desk, inside)
        self.closed = Notice(
            "info",
            self.tr("Your role shows vitals only: the note, the problems and the medicines are for doctors."),
            parent=inside,
        )
        self.past = QWidget(inside)
        self._past = QVBoxLayout(self.past)
        self._past.setContentsMargins(0, 8, 0, 0)
        self._past.setSpacing(2)
        for widget in (
            self.name, self.who, self.reason, self.allergies, self.known, self.vitals, self.trend, self.closed,
            self.past,
        ):  # fmt: skip
            column.addWidget(widget)
        column.insertSpacing(column.indexOf(self.vitals), 8)
        column.addStretch()
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than what is in it: there is no scrolling sideways."""
        inside = self.widget()
        width = inside.minimumSizeHint().width() if inside else 0
        return QSize(width + self.verticalScrollBar().sizeHint().width(), super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is in it got wider: a word beside an abnormal value."""
        done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest and watched == self.widget():
            self.updateGeometry()
        return done

    def sizeHint(self) -> QSize:
        """As wide as reads well; where there is little room, most of it is the note's."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def show_encounter(self, encounter: EncounterDto, chart: Chart | None, may_read: bool, may_vitals: bool) -> None:
        """Show the patient of an encounter; without the right to read notes, vitals only."""
        self.name.setText(encounter.patient_name)
        parts = (
            age_text(encounter.patient_sex, encounter.patient_age),
            self.tr("MRN {0}").format(encounter.patient_mrn),
            phone_text(encounter.patient_phone).replace(" ", "\u00a0"),
        )
        self.who.setText(" · ".join(part for part in parts if part))
        self.reason.setText(self.tr("Came for: {0}").format(encounter.reason))
        self.reason.setVisible(bool(encounter.reason))
        self.vitals.show_vitals(encounter.vitals, encounter.patient_age, may_vitals, self._taken(encounter))
        self.trend.show_vitals(self._earlier(encounter, chart), encounter.patient_age)
        self.closed.setVisible(not may_read)
        self.known.setVisible(may_read)
        self.past.setVisible(may_read)
        if chart is not self._chart or chart is None:
            self._chart = chart
            self._show_chart(chart, encounter)

    def _earlier(self, encounter: EncounterDto, chart: Chart | None) -> tuple[Vitals, ...]:
        """What was measured in visits on days before this one."""
        day = self._desk.local(encounter.period_start or encounter.status_changed_at).date()
        found = chart.vitals if chart is not None and chart.patient_id == encounter.patient_id else ()
        return tuple(one for one in found if one.taken_at is not None and self._desk.local(one.taken_at).date() < day)

    def _taken(self, encounter: EncounterDto) -> str:
        vitals = encounter.vitals
        if vitals is None or vitals.taken_at is None:
            return ""
        when = moment_text(self._desk.local(vitals.taken_at), self._desk.today())
        return self.tr("Saved {0}, {1}").format(when, vitals.taken_by)

    def _show_chart(self, chart: Chart | None, encounter: EncounterDto) -> None:
        _clear(self._known)
        _clear(self._past)
        self.allergies.hide()
        if chart is None:
            return
        if chart.allergies:
            self.allergies.set_text(self.tr("Allergy: {0}").format(", ".join(chart.allergies)), "danger")
        else:
            self._known.addWidget(Muted(self.tr("No allergy is known"), self.known))
        self._list(self.tr("Problems"), [_problem_text(one) for one in chart.problems], self.tr("None known"))
        self._list(self.tr("Medicines"), list(chart.medications), self.tr("None known"))
        self._past.addWidget(Caption(self.tr("Last visits"), self.past))
        visits = [one for one in chart.visits if one.encounter_id != encounter.id][:_VISITS]
        if not visits:
            self._past.addWidget(Muted(self.tr("This is the first visit"), self.past))
        for visit in visits:
            self._past.addWidget(self._visit(visit))

    def _list(self, title: str, texts: list[str], none: str) -> None:
        self._known.addSpacing(4)
        self._known.addWidget(Caption(title, self.known))
        for text in texts or [none]:
            line = Muted(text, self.known)
            if texts:
                line.setProperty("kind", "")
            self._known.addWidget(line)

    def _visit(self, visit: ChartVisit) -> QWidget:
        day = self._desk.local(visit.at).date()
        when = day_text(day, year=day.year != self._desk.today().year)
        what = ", ".join(visit.problems) or visit.reason
        text = " · ".join(part for part in (when, visit.practitioner_name, what) if part)
        box = QWidget(self.past)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        link = Button(when, "link", parent=box)
        link.setAccessibleName(self.tr("Open the visit {0}").format(text))
        link.setStyleSheet("text-align: left; padding: 2px 0;")
        link.clicked.connect(lambda _checked=False: self.visit_wanted.emit(visit.encounter_id))
        column.addWidget(link)
        column.addWidget(Muted(" · ".join(part for part in (visit.practitioner_name, what) if part), box))
        return box


def _problem_text(problem: Problem) -> str:
    name = problem.icd10_display or problem.text
    return f"{name} {problem.icd10}" if problem.icd10 else name


def _clear(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
