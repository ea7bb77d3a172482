"""Administrative units with validity, predecessors and successors.  Door: selectors types.
"""
