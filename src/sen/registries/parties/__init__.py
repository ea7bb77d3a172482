"""People and organisations known to the province.  Reads are logged with a purpose.  Door: selectors services.
"""
