"""The one-stop counter: intake, reception, hand-over lists, queue tickets, official forms, register and reports.

Owns tickets, desks, hand-over records and the reporting calendar; owns no dossier and changes none by itself.
Door: services selectors policies errors states types.
"""
