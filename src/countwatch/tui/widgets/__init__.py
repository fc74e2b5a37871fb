"""One panel a file; each paints one view, line by line."""
