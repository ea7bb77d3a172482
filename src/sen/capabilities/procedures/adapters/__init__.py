"""Outside systems of the catalogue, one folder each."""
