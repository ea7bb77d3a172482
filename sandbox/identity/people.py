"""Invented people with numbers of the reserved serial 99xxxx, which belong to nobody."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """Somebody with an identity account; level 2 was verified by face and chip, level 1 by a message to a phone."""

    number: str
    name: str
    birthdate: str
    level: int = 2


PEOPLE = (
    Person("087190990001", "Người thử nghiệm Một", "1990-05-17"),
    Person("087085990002", "Người thử nghiệm Hai", "1985-09-02"),
    Person("087301990003", "Người thử nghiệm Ba", "2001-03-08"),
    Person("087175997001", "Người thử nghiệm Bốn", "1975-01-20"),
    Person("087092997002", "Người thử nghiệm Năm (mức 1)", "1992-11-30", 1),
)
