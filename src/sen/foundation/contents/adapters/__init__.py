"""Programs that look inside files."""
