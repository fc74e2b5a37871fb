"""Run by a Python that has elex, which asks for libraries too old to live beside ours: reads a body as often as asked.

Each line on stdin is the path of a body; the answer is the CPU seconds that reading it took.
"""

import collections
import collections.abc
import sys
from time import process_time

# elex's libraries are from before these names moved.
for _name in collections.abc.__all__:
    setattr(collections, _name, getattr(collections.abc, _name))

from elex.api import Election  # type: ignore[import-not-found]  # noqa: E402 - it needs the names above

for line in sys.stdin:
    begin = process_time()
    read = Election(electiondate="2021-06-06", datafile=line.strip()).results
    sys.stdout.write(f"{process_time() - begin} {len(read)}\n")
    sys.stdout.flush()
