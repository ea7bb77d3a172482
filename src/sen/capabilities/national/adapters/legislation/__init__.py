"""The national database of legal documents."""
