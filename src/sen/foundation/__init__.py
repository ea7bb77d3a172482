"""Services every capability stands on: jobs, audit, files, signing, printing, agencies, accounts."""
