"""`jq` for the commands of the documents: its own engine from PyPI, so that no machine needs the program.

Takes the options that the documents use: -r, -c, --unbuffered. Reads JSON lines, and writes after each of them.
"""

import json
import sys

import jq

OPTIONS = frozenset({"-r", "-c", "--unbuffered"})
FUNCTION = f'jq() {{ "{sys.executable}" "{__file__}" "$@"; }}'
"""A shell that has read this runs it as `jq`."""


def main() -> None:
    """Run the filter on each line."""
    *options, source = sys.argv[1:]
    assert set(options) <= OPTIONS, options
    program = jq.compile(source)
    for line in sys.stdin:
        for value in program.input_text(line):
            told = value if "-r" in options and isinstance(value, str) else _dumped(value)
            sys.stdout.write(told + "\n")
            sys.stdout.flush()


def _dumped(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main()
