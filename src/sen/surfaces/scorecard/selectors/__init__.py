"""Figures and map of the scorecard."""
