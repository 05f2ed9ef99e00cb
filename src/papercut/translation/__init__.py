"""Messages and help in another language, made from the English where they are shown.

In: an English sentence as a person would read it. Out: the same in the language of the run. The rest of papercut
speaks English alone, so no data depends on who looks at it (docs/design.md, “Messages in another language”). `choice`
finds the language, `catalogue` translates, `traditional` makes traditional characters, `current` is what the command
line calls. Read in this order.
"""
