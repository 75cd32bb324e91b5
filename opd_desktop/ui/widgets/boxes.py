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
    edit.setStyleSheet("QDateEdit::drop-down { border: 0; width: 16px; }")


def dress_number(box: QAbstractSpinBox) -> None:
    """A number to type; arrow keys count, so that it needs no small buttons."""
    box.setStyleSheet(
        "QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { width: 0; border: 0; }"
        "QAbstractSpinBox::up-arrow, QAbstractSpinBox::down-arrow { image: none; width: 0; }"
    )
    # The sheet's padding does not reach the line inside.
    box.lineEdit().setTextMargins(7, 0, 0, 0)
