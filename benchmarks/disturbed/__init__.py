"""What `benchmarks/kills.py` does. `small_batches` makes pages, `rounds` runs and judges them, `forked_runs` makes that
quick, `on_this_machine` and `elsewhere` disturb, `object_store` is a store for that."""
