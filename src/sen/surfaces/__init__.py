"""Who is looking: pages that combine capabilities for one kind of reader."""
