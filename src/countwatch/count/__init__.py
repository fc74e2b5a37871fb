"""The arithmetic of a count. Pure: integers in, exact values out; no text, no clock, no IO."""
