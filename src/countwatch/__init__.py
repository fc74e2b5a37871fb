"""countwatch: a terminal monitor for counting night. Exact, sourced, calm."""

__version__ = "0.1.0"
