"""The OpenAPI descriptions members upload: a foreign format, read without trusting it."""
