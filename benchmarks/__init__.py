"""The project's own benchmarks: `./sen bench NAME`.  One module per mark; modules with an underscore are shared."""
