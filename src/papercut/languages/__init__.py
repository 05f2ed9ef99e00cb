"""The patterns and tables of a language or press tradition, and nothing else. Nothing here sees a page.

In: a line or a few characters. Out: what they say. Characters: `character_…`, `confusables`, `common_words`,
`punctuation`, `numerals`, `page_script`. What a line says: `dates`, `lunar_dates`, `jump_lines`, `mastheads`,
`personal_names`, `structured_lines`. The Chinese press: `story_phrases`, `notice_phrases`, `furniture_words`,
`chinese_…`; others: `english`, `western` (`western_jump_lines`, `other_jump_lines`), `advert_words`,
`other_packages`, `region_kinds`. `prefiltered_patterns` makes large patterns fast. Read `punctuation`, `dates`,
`story_phrases`, `chinese_furniture`, `english`, then what you need.
"""
