"""Pages of a dossier for officials."""
