"""The long runs, for a few seconds each, so that neither can rot. Their figures: docs/reliability.md."""

import asyncio

import pytest

from benchmarks import fuzz, soak


def test_a_share_of_the_soak() -> None:
    samples, outcomes = asyncio.run(soak.run(60, seed=3))
    assert sum(outcomes.values()) == 60
    assert {"accepted", "fetch_failed", "rejected"} <= set(outcomes)
    assert samples[-1][0] == 60
    settled = samples[len(samples) // 2 :]
    assert max(sample[2] for sample in settled) - min(sample[2] for sample in settled) <= 2, "open files stay"
    assert max(sample[3] for sample in settled) - min(sample[3] for sample in settled) <= 2, "tasks stay"


@pytest.mark.parametrize("structures", [True, False])
def test_a_share_of_the_fuzzing(structures: bool) -> None:
    done, counted = fuzz.run(800, 5, float("inf"), structures=structures)
    assert done == sum(counted.values()) == 800
    assert counted["rejected"]
