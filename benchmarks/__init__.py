"""The project's own benchmarks: `./sen bench NAME`.  One module per mark; modules with an underscore are shared.

They work on the database the environment names, an installation kept for measuring; Django is set up for every module.
"""

import django

django.setup()
