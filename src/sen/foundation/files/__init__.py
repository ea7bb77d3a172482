"""Stored files: resumable upload, type sniffing, content hash, malware scan through a port, safe serving.

Door: services, selectors, types.
"""
