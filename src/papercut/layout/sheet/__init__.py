"""Pages that have geometry: lines in reading order by their boxes.

In: printed lines with boxes. Out: the same lines in order. A page is cut along blank strips and rules until only single
columns are left (`xy_cut`, `cut_candidates`); `ordered_lines` does it for a whole page. Read these three first. The
other files mend what a tool did to lines: merged columns, text drawn twice, headlines read across.
"""
