"""OPD Desk: the front desk of an outpatient department. Imports nothing, so `--version` is instant."""

__version__ = "0.1.0"
