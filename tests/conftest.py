"""What holds for every test."""

import signal

from hypothesis import settings

# How long an example takes says how busy the machine is, and nothing else.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

# `nohup` and a shell's `&` hand down ignored signals, and programs keep them so: here each has them as they are.
for number in (signal.SIGHUP, signal.SIGINT, signal.SIGQUIT):
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.SIG_DFL)
