"""How feeds are read: one file a format, each in the `plan / decode / assemble` shape.

A format is pure: bytes in, values out. A new one is a file here with a `FORMAT`, and a row in
`registry`. What formats share is in `documents` (bytes to JSON), `converters` (strings to numbers),
`wire` (validation errors to one problem), `rosters` and `assembly`.
"""
