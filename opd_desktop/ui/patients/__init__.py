"""Patients: find, register, correct, and everything that happened to one."""
