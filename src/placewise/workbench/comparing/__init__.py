"""The job of a comparison: plans of many places, how far apart, and whether they should be."""
