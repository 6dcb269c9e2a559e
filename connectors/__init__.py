"""Calendars as they are: each connector implements the doors of ``base`` that it has."""
