"""Messages and help in another language, made from the English where they are shown.

In: an English sentence as a person would read it. Out: the same in the language of the run. The rest of papercut speaks
English alone, in plain f-strings: what a stage notes, what an exception says, what a batch keeps. So no data depends on
who looks at it, and what comes from another process or an old database is shown in the reader's language too.
`choice` finds the language, `catalogue` translates, `current` is what the command line calls. Read in this order.
"""
