"""The web page: it parses and shows, and decides nothing. Empty so far."""
