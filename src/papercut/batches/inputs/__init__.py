"""What there is to do: files, folders, archives and object stores.

In: names from the command line. Out: `Input`s, each one file, and its bytes. `locations` finds them, `given_names`
names them without the machine's folders, `skipped_files` passes over what is no page, `archives` reads zip and tar
where they stand, with `archive_members`, `zip_files`, `packed_streams` and `unpacked_tars`; `stored_objects` are inputs
in an object store. Read in this order.
"""
