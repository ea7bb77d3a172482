"""What other parts of Sen hear about dossiers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DossierMoved:
    """An action was recorded on a dossier; fetch the rest by its id and sequence."""

    dossier_id: int
    sequence: int
    action: str
    to_state: str


@dataclass(frozen=True, slots=True)
class FormIssued:
    """An official form was issued and can be signed and filed."""

    form_id: int
