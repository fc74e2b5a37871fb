"""Long runs: not tests, but what their figures come from."""
