"""Pages for citizens and businesses: find, apply, track, verify.  No models."""
