"""Words that a review looks for, as files that a user can read, add to or replace."""
