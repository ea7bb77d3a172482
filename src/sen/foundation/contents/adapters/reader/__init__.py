"""The isolated reader: a process of its own that parses one foreign file and answers over a pipe.

``python -m sen.foundation.contents.adapters.reader ACTION …`` reads the file from standard input.  This package imports no Django.
``calling`` is the side of the platform.
"""
