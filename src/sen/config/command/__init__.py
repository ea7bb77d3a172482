"""The sen command: one module for each group of subcommands.  Started by the file ``sen`` at the root."""
