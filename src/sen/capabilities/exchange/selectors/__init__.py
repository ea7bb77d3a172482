"""Every read of the exchange, one module per topic; visibility is applied here."""
