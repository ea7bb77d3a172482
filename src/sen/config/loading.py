"""What fills a new installation, in order.  Each step is a management command that may run twice."""

from dataclasses import dataclass


@dataclass(frozen=True)
class LoadStep:
    """A command and how it is announced.

    Demonstration steps are left out of an empty installation; late steps run while the first pages are already served.
    """

    command: str
    label: str
    demo: bool = False
    late: bool = False


LOAD_STEPS = (
    LoadStep("load_codelists", "code lists"),
    LoadStep("load_units", "administrative units"),
    LoadStep("load_legislation", "legislation"),
    LoadStep("load_agencies", "agencies"),
    LoadStep("load_calendar", "working calendar"),
    LoadStep("load_onestop", "one-stop halls and reporting calendar"),
    LoadStep("load_documents", "kinds of documents, number books and groups of recipients"),
    LoadStep("load_drafting", "templates of drafts"),
    LoadStep("load_rules", "rule sets"),
    LoadStep("load_records", "rules of keeping records"),
    LoadStep("load_procedures", "procedures"),
    LoadStep("load_exchange", "members of the exchange axis"),
    LoadStep("load_people", "demonstration people", demo=True),
    LoadStep("load_officers", "demonstration officers", demo=True),
    LoadStep("load_demo_exchange", "demonstration of the exchange axis", demo=True),
    LoadStep("load_demo_dossiers", "demonstration dossiers", demo=True, late=True),
    LoadStep("load_demo_documents", "demonstration documents", demo=True, late=True),
    LoadStep("load_demo_drafts", "demonstration drafts", demo=True, late=True),
    LoadStep("load_demo_workfiles", "demonstration work files", demo=True, late=True),
    LoadStep("load_registry", "demonstration population and businesses", demo=True, late=True),
)


def steps_for(*, empty: bool, late: bool, done: list[str]) -> list[LoadStep]:
    """The steps an installation still needs, either those before the first page or the late ones."""
    return [step for step in LOAD_STEPS if step.late == late and step.command not in done and not (empty and step.demo)]
