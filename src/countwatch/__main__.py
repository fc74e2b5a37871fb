"""The command `countwatch`, and `python -m countwatch`."""

from countwatch.engine import collector


def main() -> None:
    """Run the command line. Garbage is not looked for while it loads: see `engine/collector.py`."""
    collector.hold()
    from countwatch.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
