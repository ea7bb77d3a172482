"""People known to the province: identity, contact, address as it was recorded.

Owns persons.  Does not own accounts (foundation).  Every read by number needs a purpose and leaves a trace the person can see.
Door: ``services`` (``find_person_by_number``, ``remember_person``, ``load_people``), ``selectors`` (``person_facts``,
``list_persons_by_ids``), ``types`` (``PersonFacts``).
"""
