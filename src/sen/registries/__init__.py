"""Facts shared by all capabilities: code lists, legislation, administrative units, parties."""
