"""How often a feed is asked, and how much it may answer. Plain numbers, apart from the model that a recording does
without."""

INTERVAL_SECONDS_MIN = 5.0
INTERVAL_SECONDS_DEFAULT = 60.0
DECODED_BYTES_MAX = 8 * 1024 * 1024
DECODED_BYTES_MOST = 256 * 1024 * 1024
"""What a definition may raise it to, and what is read of a file that somebody names."""

RETRY_AFTER_SECONDS_MAX = 300.0

OFF_LOOP_BYTES = 64 * 1024
"""Documents heavier than this are not read on the loop, so that the screen never waits for them."""
