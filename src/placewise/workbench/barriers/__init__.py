"""The job of barriers: which of them bind at a place, and how sure that is."""
