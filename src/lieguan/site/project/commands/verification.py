"""`lieguan verify`."""

from __future__ import annotations

import argparse
from itertools import chain

from lieguan.site.log.verification import head
from lieguan.site.programme import verification as programme
from lieguan.site.tracking.verification import verify
from lieguan.site.withholding.reading import inside


@inside()
def run(options: argparse.Namespace) -> int:
    """Print what is not as it must be, a line each, and then the head of the log; 2 where there was anything."""
    count = 0
    for problem in chain(verify(options.head), programme.verify()):
        print(problem)
        if problem.code == "database.empty":
            return 2
        count += 1
    number, digest = head()
    print(f"lieguan: {count} problems; the log has {number} entries, its head is {digest}")
    return 2 if count else 0
