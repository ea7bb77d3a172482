"""Places that keep signing keys, one folder each."""
