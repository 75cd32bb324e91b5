"""Bars painted by ourselves: by the hour (upright) and by the doctor (lying)."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QHelpEvent, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from opd_desktop.ui.theme import theme


@dataclass(frozen=True)
class Series:
    """One kind of bar: its name and the token of its colour."""

    name: str
    token: str


@dataclass(frozen=True)
class Group:
    """The bars that stand together: a label and a value per series."""

    label: str
    values: tuple[int, ...]


def scale_top(highest: int) -> int:
    """The least round number at or above ``highest`` that four steps of whole numbers reach.

    >>> [scale_top(n) for n in (0, 3, 4, 9, 17, 130)]
    [4, 4, 4, 20, 20, 200]
    """
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if 4 * step >= highest:
                return 4 * step
        power *= 10


class _Chart(QWidget):
    """What both kinds share: series, groups, legend, a text for the screen reader."""

    def __init__(self, name: str, series: Sequence[Series], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.series = tuple(series)
        self.groups: tuple[Group, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)
        theme().changed.connect(self.updateGeometry)
        theme().changed.connect(self.update)

    def show_groups(self, groups: Sequence[Group]) -> None:
        """Show other numbers."""
        self.groups = tuple(groups)
        self.setAccessibleDescription("; ".join(self.group_text(one) for one in self.groups))
        self.updateGeometry()
        self.update()

    def group_text(self, group: Group) -> str:
        """A group in words."""
        parts = (f"{one.name} {value}" for one, value in zip(self.series, group.values, strict=True))
        return f"{group.label}: {', '.join(parts)}"

    def group_at(self, point: QPoint) -> Group | None:
        """The group under a point; the widget as a whole has none."""
        del point
        return None

    def event(self, event: QEvent) -> bool:
        """The numbers of a group as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            group = self.group_at(event.pos())
            if group is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.group_text(group), self)
            return True
        return super().event(event)

    def _small(self) -> QFontMetrics:
        return QFontMetrics(theme().font("small"))


class HourBars(_Chart):
    """Upright bars, a group per hour."""

    def sizeHint(self) -> QSize:
        """Room for a legend, the bars and the labels."""
        return QSize(400, round(theme().rem * 13))

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible, low is not."""
        return QSize(200, self.sizeHint().height())

    def _plot(self) -> QRect:
        line = self._small().height()
        left = self._small().horizontalAdvance("0000") + 4
        return self.rect().adjusted(left, line + 14, -4, -line - 8)

    def group_at(self, point: QPoint) -> Group | None:
        """The hour under a point."""
        plot = self._plot()
        if not self.groups or not plot.left() <= point.x() <= plot.right():
            return None
        place = (point.x() - plot.left()) * len(self.groups) // max(plot.width(), 1)
        return self.groups[min(place, len(self.groups) - 1)]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Lines, bars, labels, legend."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("small"))
        plot = self._plot()
        top = scale_top(max((value for group in self.groups for value in group.values), default=0))
        self._paint_lines(painter, plot, top)
        _paint_legend(painter, self.series, self.rect())
        width = plot.width() / max(len(self.groups), 1)
        for place, group in enumerate(self.groups):
            area = QRectF(plot.x() + place * width, plot.y(), width, plot.height())
            self._paint_group(painter, area, group, top)
        painter.end()

    def _paint_lines(self, painter: QPainter, plot: QRect, top: int) -> None:
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for part in range(5):
            y = round(plot.bottom() - plot.height() * part / 4)
            painter.setPen(theme().color("line"))
            painter.drawLine(plot.left(), y, plot.right(), y)
            painter.setPen(theme().color("faint"))
            painter.drawText(QRect(0, y - 10, plot.left() - 6, 20), right, str(top * part // 4))

    def _paint_group(self, painter: QPainter, area: QRectF, group: Group, top: int) -> None:
        bar = min(area.width() / (len(group.values) + 1), theme().rem * 1.6)
        x = area.center().x() - bar * len(group.values) / 2
        for one, value in zip(self.series, group.values, strict=True):
            height = area.height() * value / top
            path = QPainterPath()
            path.addRoundedRect(QRectF(x + 1, area.bottom() - height, bar - 2, height), 2, 2)
            painter.fillPath(path, theme().color(one.token))
            x += bar
        painter.setPen(theme().color("muted"))
        below = QRectF(area.x() - 8, area.bottom() + 4, area.width() + 16, self._small().height() + 2)
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter, group.label)


class DoctorBars(_Chart):
    """Lying bars in percent, a line per doctor; what is over 100 is shown in the colour of danger."""

    def sizeHint(self) -> QSize:
        """A line each."""
        return QSize(300, max(len(self.groups), 1) * self._line())

    def minimumSizeHint(self) -> QSize:
        """Narrow is possible, low is not."""
        return QSize(160, self.sizeHint().height())

    def _line(self) -> int:
        return round(theme().rem * 1.9)

    def group_at(self, point: QPoint) -> Group | None:
        """The doctor under a point."""
        place = point.y() // self._line()
        return self.groups[place] if 0 <= place < len(self.groups) else None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Name, bar on its track, percent."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("body"))
        metrics = painter.fontMetrics()
        names = max((metrics.horizontalAdvance(group.label) for group in self.groups), default=0)
        names = min(names, self.width() // 3)
        number = metrics.horizontalAdvance("000 %") + 8
        for place, group in enumerate(self.groups):
            line = QRect(0, place * self._line(), self.width(), self._line())
            flags = Qt.AlignmentFlag.AlignVCenter
            painter.setPen(theme().color("text"))
            label = metrics.elidedText(group.label, Qt.TextElideMode.ElideRight, names)
            painter.drawText(line, flags | Qt.AlignmentFlag.AlignLeft, label)
            painter.setPen(theme().color("muted"))
            painter.drawText(line, flags | Qt.AlignmentFlag.AlignRight, f"{group.values[0]} %")
            track = QRectF(names + 12, line.center().y() - 4, self.width() - names - number - 16, 9)
            self._paint_bar(painter, track, group.values[0])
        painter.end()

    def _paint_bar(self, painter: QPainter, track: QRectF, percent: int) -> None:
        ground = QPainterPath()
        ground.addRoundedRect(track, 4, 4)
        painter.fillPath(ground, theme().color("sunken"))
        full = QRectF(track)
        full.setWidth(track.width() * min(percent, 100) / 100)
        if percent > 0:
            bar = QPainterPath()
            bar.addRoundedRect(full, 4, 4)
            painter.fillPath(bar, theme().color("danger" if percent > 100 else self.series[0].token))


def _paint_legend(painter: QPainter, series: Sequence[Series], area: QRect) -> None:
    metrics = painter.fontMetrics()
    x = area.x()
    for one in series:
        painter.fillRect(QRect(x, area.y() + metrics.height() // 2 - 4, 9, 9), theme().color(one.token))
        painter.setPen(theme().color("muted"))
        x += 15
        painter.drawText(x, area.y() + metrics.ascent(), one.name)
        x += metrics.horizontalAdvance(one.name) + 18
