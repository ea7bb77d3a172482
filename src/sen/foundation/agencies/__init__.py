"""Agencies of the province, their divisions, office hours and the days of the working calendar.

Owns agencies with their period and successor, identification codes, divisions, hours, holidays and make-up days.
Does not own administrative units (registries) nor who works where (accounts).
Door: ``selectors`` (``calendar_for``, ``get_agency``, ``find_agencies``, ``list_receiving_agencies``, ``province_one_stop``, …),
``services`` (loading, calendar, codes), ``types``, ``errors``.
"""
