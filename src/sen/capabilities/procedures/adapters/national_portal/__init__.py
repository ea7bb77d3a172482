"""The National Public Service Portal as a source: its published records, stored as files, read into the catalogue's own types.

Owns the portal's quirks (lost table borders, headings read as papers, slips in fees) so that nothing above sees them.
"""
