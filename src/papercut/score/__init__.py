"""How right papercut is on pages whose truth is known: what stands behind `papercut score`.

Nothing here is used where a page is taken apart; a truth is only ever held against what came out. The modules that
compare texts need rapidfuzz, the extra `papercut-text[score]`; `papercut.score.likeness` says so where it is missing.
"""
