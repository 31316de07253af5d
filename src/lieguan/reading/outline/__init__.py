"""Stage 3: units become an outline tree, by headings, labels and numbering: rules.py has the rules in order."""
