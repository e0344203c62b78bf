"""The figures that a document states: quantity, unit, subject, place and year."""
