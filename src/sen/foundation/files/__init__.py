"""Stored files: resumable upload, type told from content, one copy per content hash, malware scan through a port.

Owns uploads under way, stored files and their scan state.  Does not own who may see a file: the app that owns the paper decides.
Door: services, selectors, policies, events, errors, types.
"""
