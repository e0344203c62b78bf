"""What would work: evidence, options, appraisal, portfolio. Pure; empty so far."""
