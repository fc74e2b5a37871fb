"""Sentences about feeds that are named, tested and drafted, and about those that are no address."""

from typing import Final

from countwatch.present.vocabulary import Variants, msg

FEEDS: Final[dict[str, Variants]] = {
    "unknown_feed": (
        msg("there is no feed {name}; did you mean {near}?"),
        msg("there is no feed {name}; known: {known}"),
    ),
    "unknown_format": (
        msg("there is no format {name}; did you mean {near}?"),
        msg("there is no format {name}; known: {known}"),
    ),
    "no_such_file": (
        msg("there is no file {path}; did you mean {near}?"),
        msg("there is no file {path}"),
    ),
    "file_exists": msg("{path} is there already, and is not written over"),
    "feed_without_url": msg(
        "the feed {name} has no address; expected a file, a folder or an address, and its --format"
    ),
    "feed_unknown_field": (
        msg("the field {field} is not known; did you mean {near}?"),
        msg("the field {field} is not known; known: {known}"),
    ),
    "feed_missing_field": msg("{field} is missing"),
    "feed_wrong_value": msg("{field} is {found}; expected {expected}"),
    "feed_too_many": msg("{field} has more than {limit} entries"),
    "plugin_failed": msg("the format {name} of the package {package} cannot be loaded ({detail})"),
    "plugin_not_a_format": msg("the format {name} of the package {package} has no {field}"),
    "plugins_off": msg("the format {name} is of another package, and those are turned off"),
    "no_candidate_rows": msg("no list of candidates with names and votes was found in the body"),
    "no_reading": msg("there is no reading in it"),
    "nothing_by_then": msg("nothing was on screen at {stamp}; the first update came at {received}"),
}
"""Definitions, mappings and formats by name."""

LOCAL: Final[dict[str, Variants]] = {
    "file_not_there": msg("there is no such file yet"),
    "folder_without_files": msg("there is no file in it yet"),
    "file_unreadable": (msg("cannot be read ({detail})"), msg("cannot be read")),
    "file_not_regular": msg("it is not a regular file"),
    "file_changing": msg("it was written to while it was read; expected it whole at the next poll"),
}
"""Files and folders that are polled."""

HISTORY: Final[dict[str, Variants]] = {
    "git_missing": msg("git is not installed, or not on the path"),
    "git_refused": (msg("git refused ({detail})"), msg("git refused")),
    "not_a_repository": msg("it is no git repository"),
    "no_versions": msg("its history never touches a file {file}; expected its path from the top of the repository"),
    "version_deleted": msg("the commit {commit} deleted {file}"),
    "version_missing": msg("the repository lacks what {file} was in the commit {commit}"),
    "version_not_a_file": msg("in the commit {commit} {file} is no file, but a link or a module"),
}
"""Histories in git."""
