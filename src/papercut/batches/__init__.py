"""Many pages: `papercut batch`.

    inputs --plan--> shards --engine--> worker --output--> files, and the shard's manifest last

In: names of files, folders, archives. Out: records of articles in files or a database. A shard is some dozens of inputs
that are done and written as one. It is done when its manifest stands in the output with the shard's key, which says
everything that its result depends on. After a crash the shards without such a manifest are done again. Only names and
numbers go from one process to another, never text. Read in this order: `records`, `inputs/`, `plan`, `run`, `work/`,
`outputs/`.
"""
