"""Pages of work files, the yearly list and the archive."""
