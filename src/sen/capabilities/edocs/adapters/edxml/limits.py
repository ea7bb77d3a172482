"""What a packet may hold, so that no packet can take the machine."""

from dataclasses import dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one packet: bytes as sent, XML elements, their depth, text of one element and of all, files and bytes of files."""

    packet_bytes: int = 64 * MEGABYTE
    elements: int = 20_000
    depth: int = 24
    text: int = 64 * 1024
    texts: int = 4 * MEGABYTE
    attachments: int = 100
    file_bytes: int = 48 * MEGABYTE
    directory_bytes: int = 64 * 1024
    ratio: int = 200


LIMITS = Limits()

# Lengths of the standard (QCVN 102:2016 and SĐ1:2022), in characters; the writer keeps them.
LENGTHS = {
    "OrganId": 35,
    "OrganizationInCharge": 200,
    "OrganName": 200,
    "OrganAdd": 250,
    "Email": 100,
    "Telephone": 20,
    "Fax": 20,
    "Website": 100,
    "CodeNumber": 11,
    "CodeNotation": 30,
    "Place": 50,
    "TypeName": 100,
    "Subject": 500,
    "Competence": 100,
    "Position": 100,
    "FullName": 50,
    "SphereOfPromulgation": 100,
    "TyperNotation": 10,
    "PromulgationAmount": 3,
    "PageAmount": 3,
    "Priority": 1,
}
TO_PLACES = 1000
