"""Databases asked through the axis: the nation's people, businesses and legal documents, and the province's own register.

Owns the questions put to them, what their answers mean here, and the comparison of both sides in the reconciliation ledger.
Does not own the axis (exchange) nor the province's own registers (registries).
Door: ``services`` (``confirm_citizen``, ``look_up_citizen``, ``search_businesses``, ``read_business``,
``compare_legislation``), ``types`` (``CitizenQuestion``, ``Verdict``, the records) and ``selectors.list_sources``.
"""
