"""Tags of the scorecard."""
