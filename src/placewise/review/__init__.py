"""Reading a strategy: would you know the place, and do its claims stand up? Pure."""
