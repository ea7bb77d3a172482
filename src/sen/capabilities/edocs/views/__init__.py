"""Pages of packets and of the directory."""
