"""Where articles go: folders, JSON lines, Parquet, SQLite, each written a shard at a time.

In: the pages of a shard. Out: files that are there whole or not at all, and a manifest. `by_name` picks the output,
`shard_files` is what all of files share, in a `target_folder` or an `object_store`; `folder`, `json_lines`, `parquet`
and `sqlite` (with `sqlite_tables`) write one format each. `search` looks words up in the database, by `full_text`.
Read in this order.
"""
