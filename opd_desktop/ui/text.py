"""Ages, phones, times and days as people read them, in the language of the desk."""

from datetime import date, datetime

from PySide6.QtCore import QCoreApplication, QDate, QLocale


def age_text(sex: str, age: int | None) -> str:
    """``F, 34``; ``age`` in whole years, None = not known."""
    letter = {
        "female": QCoreApplication.translate("text", "F"),
        "male": QCoreApplication.translate("text", "M"),
        "other": QCoreApplication.translate("text", "X"),
    }.get(sex, "?")
    return letter if age is None else f"{letter}, {age}"


def phone_text(phone: str) -> str:
    """An E.164 number in the international format of its country; anything else as it is."""
    if not phone.startswith("+"):
        return phone
    import phonenumbers

    try:
        number = phonenumbers.parse(phone)
    except phonenumbers.NumberParseException:
        return phone
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def minutes_text(minutes: float) -> str:
    """``7 min``, ``1 h 20 min``, ``3 d``."""
    whole = max(0, round(minutes))
    if whole < 60:
        return QCoreApplication.translate("text", "{0} min").format(whole)
    if whole < 24 * 60:
        hours, rest = divmod(whole, 60)
        if rest:
            return QCoreApplication.translate("text", "{0} h {1} min").format(hours, rest)
        return QCoreApplication.translate("text", "{0} h").format(hours)
    return QCoreApplication.translate("text", "{0} d").format(whole // (24 * 60))


def clock_text(local: datetime) -> str:
    """``09:36``; 24 hours everywhere, since that is what tokens, boards and letters of clinics use."""
    return local.strftime("%H:%M")


def day_text(day: date, *, year: bool = False, long: bool = False) -> str:
    """``Tue 24 Nov``, ``Tuesday 24 November``; with ``year``, that too."""
    pattern = "dddd d MMMM" if long else "ddd d MMM"
    return QLocale().toString(QDate(day.year, day.month, day.day), f"{pattern} yyyy" if year else pattern)


def date_text(day: date) -> str:
    """The date in the short format of the locale, with a four-digit year."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM yyyy")


def moment_text(local: datetime, today: date) -> str:
    """``09:36`` today, else ``Tue 24 Nov 09:36``."""
    if local.date() == today:
        return clock_text(local)
    return f"{day_text(local.date(), year=local.year != today.year)} {clock_text(local)}"
