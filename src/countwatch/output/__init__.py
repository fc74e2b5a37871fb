"""Every way out that is not the app: plain lines, JSON lines, tables."""
