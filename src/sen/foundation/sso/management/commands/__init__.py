"""Commands of signing on."""
