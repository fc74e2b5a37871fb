"""The async drive: one feed in, one state an update out, and one supervisor around it."""
