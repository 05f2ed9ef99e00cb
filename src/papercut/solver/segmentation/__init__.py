"""Units in text without line ends: where paragraphs, stories and display lines begin in a stream of characters.

In: the characters of vertical text that an extractor wrote one a line, with no sign of where a column ends. Out: the
places at which a unit begins. `network` weighs every place, `unbroken_text` cuts the lines. Read in this order.
"""
