"""Changes of the register of legal documents."""

from sen.registries.legislation.services.documents import ensure_documents, record_document
from sen.registries.legislation.services.importing import import_documents
from sen.registries.legislation.services.loading import load_legislation
from sen.registries.legislation.services.relations import record_relation, withdraw_relation

__all__ = ["ensure_documents", "import_documents", "load_legislation", "record_document", "record_relation", "withdraw_relation"]
