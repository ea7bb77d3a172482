"""Tags of work files."""
