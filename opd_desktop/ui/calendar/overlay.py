"""Painting what changes faster than the day: holds with their countdown, cursor, chosen visits, a visit on its way."""

from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from opd_desktop.domain.agenda_layout import Agenda, Box, Span
from opd_desktop.ui.calendar.day import DayPlan, Placing, Stop
from opd_desktop.ui.calendar.drawing import Ghost, Marks, Metrics, inside
from opd_desktop.ui.calendar.words import holder_text, translate
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import theme


class OverlayPainter:
    """Paints over the tiles of a sheet; made anew with them."""

    def __init__(self, plan: DayPlan, agenda: Agenda, metrics: Metrics) -> None:
        self._plan = plan
        self._agenda = agenda
        self._grid = agenda.grid
        self._metrics = metrics
        self.holds = tuple(_holds(plan))

    @staticmethod
    def _colour(token: str) -> QColor:
        return theme().color(token)

    def _clock(self, stop: Stop) -> str:
        return clock_text(self._plan.local(stop.start, stop.column))

    def paint(self, painter: QPainter, area: QRectF, marks: Marks, seconds: dict[int, int]) -> None:
        """Paint what of the marks lies in ``area``; ``seconds`` are left of the holds, by stop."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index in self.holds:
            box = self._agenda.boxes[index]
            if area.intersects(QRectF(box.x, box.y, box.width, box.height)):
                self._paint_hold(painter, index, seconds.get(index))
        if marks.moving is not None or marks.pinned or marks.chosen:
            self._paint_visits(painter, area, marks)
        self._paint_hover(painter, marks)
        self._paint_cursor(painter, marks)
        if marks.ghost is not None:
            self._paint_ghost(painter, marks.ghost)

    def _paint_visits(self, painter: QPainter, area: QRectF, marks: Marks) -> None:
        for index in self._agenda.within(area.left(), area.top(), area.right(), area.bottom()):
            visit = self._plan.stops[index].visit
            if visit is None:
                continue
            rect = inside(self._agenda.boxes[index])
            if index == marks.moving or visit.id in marks.pinned:
                veil = self._colour("surface")
                veil.setAlphaF(0.6)
                painter.setPen(QPen(self._colour("faint"), 1, Qt.PenStyle.DashLine))
                painter.setBrush(veil)
                painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            if visit.id in marks.chosen:
                self._paint_chosen(painter, rect)

    def _paint_chosen(self, painter: QPainter, rect: QRectF) -> None:
        accent = self._colour("accent")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2))
        painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        size = round(self._metrics.small * 0.9)
        badge = QRectF(rect.right() - size - 3, rect.bottom() - size - 3, size, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(accent)
        painter.drawEllipse(badge)
        icon = theme().pixmap("check", "accent_text", size - 4)
        painter.drawPixmap(QPointF(badge.x() + 2, badge.y() + 2), icon)

    def _paint_hold(self, painter: QPainter, index: int, left: int | None) -> None:
        stop = self._plan.stops[index]
        rect = inside(self._agenda.boxes[index]).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(self._colour("accent_soft" if stop.mine else "surface"))
        painter.setPen(
            QPen(self._colour("accent" if stop.mine else "faint"), 2 if stop.mine else 1,
                 Qt.PenStyle.SolidLine if stop.mine else Qt.PenStyle.DashLine)
        )  # fmt: skip
        painter.drawRoundedRect(rect, 6, 6)
        hold = stop.hold
        who = translate("calendar", "booking")
        if hold is not None and not stop.mine:
            who = translate("calendar", "{0} is booking").format(holder_text(hold.desk, hold.login))
        time = self._clock(stop)
        texts = (f"{time} · {who}", who)
        if left is not None and left >= 0:
            texts = (f"{time} · {who} · {left // 60}:{left % 60:02}", *texts)
        self._label(painter, rect, texts, "checked_t" if stop.mine else "muted")

    def _label(self, painter: QPainter, rect: QRectF, texts: tuple[str, ...], token: str, font: str = "body") -> None:
        """The first of ``texts`` that fits, else the last one cut."""
        m = self._metrics
        painter.setFont(m.fonts[font])
        painter.setPen(self._colour(token))
        place = rect.adjusted(8, 4, -8, -2)
        if rect.height() < m.line + m.small:
            place = rect.adjusted(8, 0, -8, 0)
            flag = Qt.AlignmentFlag.AlignVCenter
        else:
            flag = Qt.AlignmentFlag.AlignTop
        text = next((one for one in texts if m.width(font, one) <= place.width()), texts[-1])
        painter.drawText(place, flag | Qt.AlignmentFlag.AlignLeft, m.elided(font, text, place.width()))

    def _paint_hover(self, painter: QPainter, marks: Marks) -> None:
        if marks.hover is None or marks.hover == marks.cursor or marks.ghost is not None:
            return
        stop = self._plan.stops[marks.hover]
        if stop.kind != "free" or self._plan.is_past(stop):
            return
        rect = inside(self._agenda.boxes[marks.hover])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("hover"))
        painter.drawRoundedRect(rect, 6, 6)
        self._label(painter, rect, (f"{self._clock(stop)}  +", "+"), "muted")

    def _paint_cursor(self, painter: QPainter, marks: Marks) -> None:
        if marks.cursor is None or marks.cursor >= len(self._plan.stops):
            return
        stop = self._plan.stops[marks.cursor]
        rect = inside(self._agenda.boxes[marks.cursor]).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._colour("focus" if marks.focus else "faint"), 2 if marks.focus else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if stop.kind == "free" and marks.ghost is None:
            over = self._plan.is_past(stop)
            painter.setBrush(self._colour("sunken" if over else "accent_soft"))
            painter.drawRoundedRect(rect, 6, 6)
            time = self._clock(stop)
            text = translate("calendar", "{0} · has passed") if over else translate("calendar", "{0} · Enter to book")
            self._label(painter, rect, (text.format(time), time), "muted" if over else "checked_t", "strong")
        else:
            painter.drawRoundedRect(rect, 6, 6)

    def ghost_rect(self, ghost: Ghost) -> QRectF:
        """Where a visit on its way is painted."""
        placing = ghost.placing
        box = self._grid.box(Span(placing.column, placing.start, max(placing.end, placing.start + 1)))
        lane = self._free_lane(placing) if not ghost.refusal else None
        if lane is not None:
            box = Box(lane.x, box.y, lane.width, box.height)
        least = self._metrics.two_lines + (self._metrics.small if ghost.refusal or ghost.note else 0)
        return QRectF(box.x + 3, box.y + 2, box.width - 8, max(box.height - 4, least))

    def _free_lane(self, placing: Placing) -> Box | None:
        """The free place that a visit would take, beside those who are there already."""
        stops = self._plan.stops
        for index in self._agenda.column(placing.column):
            if stops[index].kind == "free" and stops[index].start == placing.start:
                return self._agenda.boxes[index]
        return None

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        m = self._metrics
        rect = self.ghost_rect(ghost)
        bad = bool(ghost.refusal) and ghost.placing.refusal != "same"
        painter.setBrush(self._colour("noshow" if bad else "accent_soft"))
        painter.setPen(QPen(self._colour("danger" if bad else "accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, 6, 6)
        token = "noshow_t" if bad else "checked_t"
        start = clock_text(self._plan.local(ghost.placing.start, ghost.placing.column))
        end = clock_text(self._plan.local(ghost.placing.end, ghost.placing.column))
        head = QRectF(rect.x(), rect.y(), rect.width(), m.two_lines)
        self._label(painter, head, (f"{start}–{end}  {ghost.title}", f"{start}  {ghost.title}"), token,
                    "strong")  # fmt: skip
        text = ghost.refusal or ghost.note
        if text:
            painter.setFont(m.fonts["small"])
            painter.setPen(self._colour("noshow_t" if ghost.refusal else "arrived_t"))
            place = rect.adjusted(8, 4 + m.line, -8, -2)
            painter.drawText(place, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, text)


def _holds(plan: DayPlan) -> Iterator[int]:
    """The stops that are held."""
    begin = 0
    for part in plan.parts:
        if part.holds:
            yield from (begin + place for place, stop in enumerate(part.stops) if stop.hold is not None)
        begin += len(part.stops)
