"""The visits of a day as a list model: what the screen reader walks through."""

from bisect import bisect_left

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.words import spoken_visit

VISIT = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class VisitsModel(QAbstractListModel):
    """One row per visit, column by column, from the top."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: DayPlan | None = None
        self._stops: list[int] = []
        self._visits: list[AppointmentDto] = []

    def set_plan(self, plan: DayPlan | None) -> None:
        """Show another state of the day; if the same visits stand in it, only those that changed are told."""
        stops, visits = self._rows(plan)
        before = self._visits
        changed = [row for row, (one, other) in enumerate(zip(before, visits, strict=False)) if one is not other]
        same = len(before) == len(visits) and all(before[row].id == visits[row].id for row in changed)
        if not same:
            self.beginResetModel()
        self._plan, self._stops, self._visits = plan, stops, visits
        if not same:
            self.endResetModel()
            return
        # Told one by one: for a range, a view paints all that it shows.
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    @staticmethod
    def _rows(plan: DayPlan | None) -> tuple[list[int], list[AppointmentDto]]:
        """The stops of the visits, and the visits."""
        stops: list[int] = []
        visits: list[AppointmentDto] = []
        begin = 0
        for part in plan.parts if plan else ():
            stops += [begin + row for row in part.rows]
            visits += part.visits
            begin += len(part.stops)
        return stops, visits

    def stop_of(self, row: int) -> int | None:
        """The stop of a row."""
        return self._stops[row] if 0 <= row < len(self._stops) else None

    def row_of(self, stop: int | None) -> int | None:
        """The row of a stop; None for free places."""
        if stop is None:
            return None
        row = bisect_left(self._stops, stop)
        return row if row < len(self._stops) and self._stops[row] == stop else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self._stops)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        visit = self._visit(index.row()) if index.isValid() else None
        if visit is None or self._plan is None:
            return None
        if role == VISIT:
            return visit
        if role == Qt.ItemDataRole.DisplayRole:
            return visit.patient_name
        if role in {Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole}:
            stop = self._plan.stops[self._stops[index.row()]]
            return spoken_visit(visit, self._plan, self._plan.expected(stop))
        return None

    def _visit(self, row: int) -> AppointmentDto | None:
        stop = self.stop_of(row)
        return self._plan.stops[stop].visit if self._plan is not None and stop is not None else None
