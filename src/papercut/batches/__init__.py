"""Many pages: `papercut batch`.

In: names of files, folders, archives. Out: records of articles in files or a database, written by the shard, some
dozens of inputs (docs/design.md, “Batches”). Read in this order: `records`, `inputs`, `plan`, `run`, `work`,
`outputs`. `in_python` is `papercut.batch`, `report…` what an output says of itself, `joined_stories` articles over
several pages, `run_lock`, `temporary_folders` and `object_stores` what runs need of the system.
"""
