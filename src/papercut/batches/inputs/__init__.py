"""What there is to do: files, folders, archives and object stores.

In: names from the command line. Out: `Input`s, each one file, and its bytes. `locations` finds them, `skipped_files`
passes over what is no page, `archives` reads zip and tar where they stand. Read in this order.
"""
