"""The running process: its faces, its configuration kept fresh, and what runs beside the traffic (office, monitoring, metrics)."""
