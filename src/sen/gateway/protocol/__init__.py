"""How things are said: identifiers, the header part of a message, its body, faults, and HTTP towards gateways and systems."""
