"""Findings into charts, pages and tables. Knows findings, not how they were made."""
