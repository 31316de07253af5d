"""Characters and lines: width, numerals, dates, numbering, joining, always with the way back to the source."""
