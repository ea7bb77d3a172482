"""The platform's own gateway: the carrier over HTTP, and its double for tests."""
