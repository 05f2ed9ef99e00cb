"""The order of columns of vertical text that an extractor gave from left to right, those of several texts by turns.

In: columns as lines, in the order of the file. Out: the same columns as chains, each read from right to left.
`column_features` puts into numbers how well a column goes on from another, begins and ends; `column_chains` finds the
chains. Read in this order.
"""
