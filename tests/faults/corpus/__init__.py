"""The hostile corpus: every way in which a feed or a recording was seen, or could be made, to go wrong.

Each case has a number that never changes and an outcome in the words of the design. `bodies` are what a
document can say, made for each format of `shapes`; `sequences` what two documents can say together; `answers`
what HTTP can do; `recordings` what can happen to a file.
"""
