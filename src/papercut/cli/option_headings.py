"""The headings under which options stand in `--help`."""

INPUT, OUTPUT, STAGES, SETTINGS, OTHER = "Input", "Output", "Stages", "Settings", "Other"
