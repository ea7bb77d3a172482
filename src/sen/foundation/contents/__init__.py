"""What is inside stored files: their text for searching, their pages as pictures, their signatures in words.

Foreign bytes are only ever parsed in a process of its own, with limits on time, memory, files and network.
Owns extracted text and drawn pages; does not own who may see a file: the app that owns the paper decides before it asks.
Door: ``services`` (``request_text``, ``extract``, ``check_signatures``), ``selectors`` (``text_of``, ``preview_of``, ``page_picture``),
``events.TextExtracted``, ``states``, ``types``, ``errors``; the component ``contents/preview.html``.
"""
