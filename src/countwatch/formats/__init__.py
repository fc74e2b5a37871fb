"""One file a format: `plan`, `decode`, `assemble`. Pure: bytes in, values out."""
