"""One folder for each national database: its client in the words of its own interface, and a double for tests."""
