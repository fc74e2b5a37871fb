"""What click itself says, so that the catalogue has it in every language. Nothing reads these at run time."""

from countwatch.present.vocabulary import msg

HELP = (
    msg("Usage:"),
    msg("Options"),
    msg("Commands"),
    msg("[OPTIONS]"),
    msg("COMMAND [ARGS]..."),
    msg("[COMMAND] [ARGS]..."),
    msg("Show this message and exit."),
    msg("default: {default}"),
    msg("required"),
)
MISTAKES = (
    msg("Invalid value: {message}"),
    msg("Invalid value for {param_hint}: {message}"),
    msg("Missing argument"),
    msg("Missing option"),
    msg("Missing parameter"),
    msg("Missing command."),
    msg("Option {name!r} does not take a value."),
    msg("Aborted!"),
)


def plural(one: str, other: str) -> tuple[str, str]:
    """Mark a text that has a plural."""
    return one, other


PLURALS = (
    plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
)
