"""The one-stop counter: intake, reception queue, hand-over lists, tickets, official forms, register and reports.

Door: services selectors.
"""
