"""Sen: the digital-government platform of a Vietnamese province."""
