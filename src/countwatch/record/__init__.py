"""Recordings: raw bytes in order, chained by sha256, written before anyone interprets them."""
