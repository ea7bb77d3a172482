"""Reads of documents, one module per subject: ``reading`` for the apps above, the others for the pages."""
