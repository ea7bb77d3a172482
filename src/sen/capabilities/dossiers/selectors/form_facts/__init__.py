"""What the official forms print, in the shapes of docs/interfaces/forms.md."""

from sen.capabilities.dossiers.selectors.form_facts.control import control_facts
from sen.capabilities.dossiers.selectors.form_facts.outcome import outcome_facts
from sen.capabilities.dossiers.selectors.form_facts.slips import form_facts

__all__ = ["control_facts", "form_facts", "outcome_facts"]
