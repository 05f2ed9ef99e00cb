"""Who does the pages, and in what order.

In: the plan. Out: pages that are done, then shards that are written. `page_queue` gives out pages of `open_shards`,
`local_engine` and `dask_engine` start workers (`whole_shard` is what a cluster's worker gets), `worker_process`
watches one, `page_work` is what it does, `page_cache` keeps pages until their shard is written, `corrected_pages`
corrects them. Read in this order.
"""
