"""Builds the bundled samples: `python -m tools.samples --data ../shared/data --out sample_feeds`.

The recording of 2021 is rebuilt from published figures, the small samples are invented. Two builds
from the same figures give the same bytes.
"""
