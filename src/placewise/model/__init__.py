"""The words that every part of placewise shares. No computation, no reading or writing."""
