"""Mutated pages in every format, and what must hold for each; `tests/fuzz.py` runs them."""
