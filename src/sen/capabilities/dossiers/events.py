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


@dataclass(frozen=True, slots=True)
class ApplicantConcerned:
    """Something happened that the applicant should hear of; the event of the dossier has the rest."""

    dossier_id: int
    sequence: int


@dataclass(frozen=True, slots=True)
class LetterWritten:
    """A letter to an applicant waits to be sent."""

    letter_id: int
