"""The national business registration."""
