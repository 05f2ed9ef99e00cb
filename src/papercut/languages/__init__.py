"""The patterns and tables of a language or press tradition, and nothing else.

In: a line or a few characters. Out: what they say: a byline, a date, a page number, a notice, a common word. Nothing
here sees a page. The files named `chinese_…`, `english` and `western` hold one tradition each, the others one subject.
"""
