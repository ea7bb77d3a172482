"""Pages of the one-stop."""
