"""Plans: barriers, options, appraisal and portfolio put together for a place."""
