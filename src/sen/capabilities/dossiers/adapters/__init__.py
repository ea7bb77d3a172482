"""Ways from dossiers to the outside world."""
