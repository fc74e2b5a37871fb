"""Sentences about what somebody wrote: settings, flags, election files, mappings."""

from typing import Final

from countwatch.present.vocabulary import Variants, msg

SETTINGS: Final[dict[str, Variants]] = {
    "bad_setting": msg("{field} is {found} ({where}); expected {expected}"),
    "unknown_setting": (
        msg("there is no setting {name} ({where}); did you mean {near}?"),
        msg("there is no setting {name} ({where}); known: {known}"),
    ),
    "unknown_variable": (
        msg("the variable {name} is no setting; did you mean {near}?"),
        msg("the variable {name} is no setting; known: {known}"),
    ),
    "unknown_key_name": (
        msg("no key can be bound to {name} ({where}); did you mean {near}?"),
        msg("no key can be bound to {name} ({where}); known: {known}"),
    ),
    "unknown_key": (
        msg("{field} is {found} ({where}), which is no key; did you mean {near}?"),
        msg("{field} is {found} ({where}), which is no key; expected one such as p, ?, f2 or ctrl+p"),
    ),
    "key_taken": msg("{field} is {found} ({where}), a key that cannot be bound anew"),
    "key_twice": msg("the key {found} would do two things ({where}): {one} and {other}"),
    "unknown_theme": (
        msg("there is no theme {name}; did you mean {near}?"),
        msg("there is no theme {name}; known: {known}"),
    ),
    "not_toml": (msg("not TOML (line {line}, column {column})"), msg("not TOML (byte {byte})")),
    "unreadable_file": (msg("cannot be read ({detail})"), msg("cannot be read")),
    "no_feed": msg("no feed is named; expected an address, or `feed` in the settings"),
    "no_format": msg("the format of {url} is not known; expected --format, or `format` in the settings"),
    "not_a_url": msg("{found} is no address; expected http:// or https://"),
    "missing_variable": msg("the environment variable {name}, which holds a header, is not set"),
    "open_secret": msg("{path} holds a key and others may read it (mode {mode}): expected chmod 600"),
    "not_a_secret": msg("{path} holds no key: expected one line of printable ASCII, at most 8 KB"),
    "record_not_a_folder": msg("it is a file; expected a folder, with one file for each feed"),
    "bad_roll": msg("{found} does not say when to go on in the next file; expected a size such as 100MB, or day"),
    "alert_unknown_field": (
        msg("there is no {field} in an alert rule ({where}); did you mean {near}?"),
        msg("there is no {field} in an alert rule ({where}); known: {known}"),
    ),
    "alert_no_condition": msg("{field} has no condition ({where}); expected one of {known}"),
    "alert_conditions": msg("{field} has several conditions, {found} ({where}); expected one"),
    "alert_same_name": msg("two alert rules are called {name} ({where}); expected a name for each"),
    "alert_too_many": msg("there are more than {limit} alert rules ({where})"),
    "no_alerts": msg("there are no alert rules; docs/alerts.md tells how they are written"),
    "unknown_alert": (
        msg("there is no alert rule {name}; did you mean {near}?"),
        msg("there is no alert rule {name}; known: {known}"),
    ),
    "bad_time": msg("{found} is no time; expected one such as 2021-06-07T19:23"),
    "unknown_sample": msg("there is no bundled sample {name}; known: {known}"),
    "unknown_election": (
        msg("there is no election {name}; did you mean {near}?"),
        msg("there is no election {name}; known: {known}, or the path of a .toml file"),
    ),
    "election_unknown_field": (
        msg("the field {field} is not known; did you mean {near}?"),
        msg("the field {field} is not known"),
    ),
    "election_missing_field": msg("{field} is missing"),
    "election_wrong_value": (
        msg("{field} is {found}; expected {expected}"),
        msg("{field} is not {expected}"),
    ),
    "election_too_many": msg("{field} has more than {limit} entries"),
    "election_repeated": msg("{found} comes twice in {field}; expected it once"),
    "election_no_parent": msg("the unit {unit} is inside {found}, which is not listed"),
    "election_circle": msg("the unit {unit} is inside itself"),
    "election_root": msg("{roots} units have no parent ({found}); expected one"),
    "election_unknown_candidate": msg("first_round has votes for {found}, who is no candidate here"),
}
"""By code."""

MAPPINGS: Final[dict[str, Variants]] = {
    "mapping_not_toml": msg("the mapping {name} is not TOML (line {line}, column {column})"),
    "mapping_unknown_field": msg("the mapping {name}: the field {field} is not known; known: {known}"),
    "mapping_missing_field": msg("the mapping {name}: {field} is missing"),
    "mapping_wrong_value": (
        msg("the mapping {name}: {field} is {found}; expected {expected}"),
        msg("the mapping {name}: {field} is not {expected}"),
    ),
    "mapping_too_many": msg("the mapping {name}: {field} has more than {limit} entries"),
    "mapping_bad_path": msg("the mapping {name}: {field} is {found}; expected a JMESPath expression"),
    "mapping_function": msg("the mapping {name}: {field} uses the function {function}; known: {known}"),
    "mapping_wrong_kind": msg("the mapping {name}: {field} is of the kind {found}; expected {known}"),
    "mapping_not_for_kind": msg("the mapping {name}: {field} has {option}, which is not for the kind {kind}"),
    "mapping_bad_regex": msg("the mapping {name}: {field} is {found}; expected a regular expression"),
    "mapping_no_group": msg("the mapping {name}: {field} is {found}; expected a group of the regular expression"),
    "mapping_bad_zone": msg("the mapping {name}: {field} is {found}; expected a time zone such as America/Lima"),
    "mapping_bad_stamp_format": msg("the mapping {name}: {field} is {found}; expected a format of date and time"),
    "mapping_needs_zone": msg("the mapping {name}: {field} is {found}, without an offset; expected a zone beside it"),
}
"""A mapping is named by its name."""
