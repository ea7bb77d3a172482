"""Commands of the one-stop."""
