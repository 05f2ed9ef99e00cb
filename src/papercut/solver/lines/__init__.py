"""What each line of a page is: it begins a story, goes on, is a headline, a caption, furniture …

In: the visible lines of a page. Out: a label and its odds for each line. Read in this order: `measured_lines`
(`line_measurements`), `line_features` with `column_fill`, `display_targets` and, where there is geometry,
`sheet_features`, `hanging_indents`, `type_sizes`, `next_columns`, `section_names` and `downward_text`; `network`,
`display_runs` and `parting_blanks` score labels, `source_labels` and `possible_labels` bound them, `label_chain`
(`chain_chances`) takes the best sequence, `label_reasons` explains it.
Special text: `structured_text` with `numbered_items`, `classified_items`, `verse`, `couplets`, `western_verse` and
`tables`, `credit_lines`, `captions_within` (`sentence_joints`), `running_text`, `old_…`.
"""
