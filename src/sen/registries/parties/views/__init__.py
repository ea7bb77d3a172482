"""Pages of those who keep the registers of people and businesses."""
