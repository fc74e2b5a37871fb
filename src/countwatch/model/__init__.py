"""What the house is made of: frozen values, the error tree, and the protocols of its edges.

Nothing here does IO, and nothing here knows a format, a screen or a clock.
"""
