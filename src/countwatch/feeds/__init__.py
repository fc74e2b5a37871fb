"""Where updates come from: HTTP, a recording. Each is a `countwatch.model.protocols.Feed`."""
