"""What citizens' pages show: the application as a sheet of questions, a dossier as a story, the working days ahead."""
