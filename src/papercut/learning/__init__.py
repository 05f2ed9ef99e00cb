"""Learning a newspaper's habits from pages whose articles are known: what `papercut learn` does.

In: pages as they are read, each with its truth. Out: options of stages, as a profile. Each habit is learned on its own
(`furniture_phrases`, `label_habits`, `role_habits`, `confidence_habit`), and kept only if it helps on pages that it
was not learned on (`cross_validation`). Read in this order: `examples`, `line_truth`, `habits`, the four,
`cross_validation`, `profile`.
"""
