"""The job of a review, a file a question: what its facts, words and claims say, what is reused."""
