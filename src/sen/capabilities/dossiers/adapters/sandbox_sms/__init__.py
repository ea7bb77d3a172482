"""Text messages of the demonstration: written into a folder, never to a phone."""
