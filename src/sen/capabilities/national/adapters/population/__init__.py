"""The national population database."""
