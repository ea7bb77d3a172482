"""Counters for numbers without holes or doubles: one row per series and period.

Owns the counters only; what a number looks like is its user's business.
Door: ``services`` (``next_number``, ``next_number_and_key``).
"""
