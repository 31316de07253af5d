"""lieguan 列管: minutes in, records and tracked items out.

The public names of the engine are in `lieguan.engine` (`read`) and `lieguan.record` (the nouns).
This file stays empty of imports, so that `import lieguan.record` loads nothing else.
"""

__version__ = "0.1.0"
