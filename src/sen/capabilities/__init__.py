"""What government does, one folder each."""
