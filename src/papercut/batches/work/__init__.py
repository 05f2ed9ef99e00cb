"""Who does the pages, and in what order.

In: the plan. Out: pages that are done, then shards that are written. `page_queue` gives out pages, `local_engine` and
`dask_engine` start workers, `worker_process` watches one, `page_work` is what it does, `page_cache` keeps pages until
their shard is written. Read in this order.
"""
