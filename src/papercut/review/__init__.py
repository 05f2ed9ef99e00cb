"""What was done to a page, as one HTML file that people look at: the source beside the articles, doubts and reasons.

Needs the extra `papercut-text[review]`.
"""
