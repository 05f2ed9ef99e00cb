"""Many pages: which there are (`plan`), the shards they are done in (`shard`), who does them (`engines`), where the
articles go (`sinks`), and what is left to do (`run`).

    inputs --plan--> shards --engine--> worker --sink--> output, and the shard's manifest last

A shard is some dozens of inputs that are done and written as one. It is done when its manifest stands in the output
with the shard's key, which says everything that its result depends on. Whatever dies, the shards that have no such
manifest are simply done again. Only names and numbers go from one process to another, never text.
"""
