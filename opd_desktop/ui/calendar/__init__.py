"""The calendar: a day by doctor, booking, moving, cancelling."""
