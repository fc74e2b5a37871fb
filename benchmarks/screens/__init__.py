"""Programs that `benchmarks.terminal` runs on a pty: ours, the floors, and the peers, all painting the same night."""
