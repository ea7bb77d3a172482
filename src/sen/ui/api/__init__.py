"""The frame of every machine interface under ``/api/``.

One ``RegistryApi`` for each registry: it knows who calls, answers errors as ``problem+json``, refuses parameters it does not
know, counts what an address may ask, answers 304, and publishes its OpenAPI description and its open data.
"""
