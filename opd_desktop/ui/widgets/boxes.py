"""Small help with choices."""

from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QDateEdit


def choose_data(box: QComboBox, wanted: object) -> bool:
    """Choose the entry with this data, by equality (Qt's own search knows Python objects by identity only).

    Without such an entry the first one is chosen; whether there was one.
    """
    for place in range(box.count()):
        if box.itemData(place) == wanted:
            box.setCurrentIndex(place)
            return True
    if box.count():
        box.setCurrentIndex(0)
    return False


def dress_date(edit: QDateEdit) -> None:
    """A date as the calendar writes it, ``Tue 24 Nov``, with a month to choose from."""
    edit.setCalendarPopup(True)
    edit.setDisplayFormat("ddd d MMM yy")


def dress_number(box: QAbstractSpinBox) -> None:
    """A number to type or to count by arrow keys, the wheel and small buttons."""
    # The sheet's padding does not reach the line inside.
    box.lineEdit().setTextMargins(7, 0, 0, 0)
