"""Pages for citizens and businesses: find a procedure, apply, follow, answer, download, check a result.

Owns no data: it shows what the catalogue and the dossiers hold, and calls their use cases.  Its own services only join calls that
belong together (submitting a sheet, looking a dossier up slowly enough, taking files in).  Nobody imports it.
"""
