"""What would work: evidence, options, appraisal, portfolio. Pure: arrays in, findings out."""
