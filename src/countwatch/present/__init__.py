"""States into words and numbers: pure, in the reader's language, the only place that makes sentences."""
