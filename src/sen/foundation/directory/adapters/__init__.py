"""Outside systems of the directory."""
