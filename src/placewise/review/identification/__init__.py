"""Would you know the place with its name removed? From words and from facts. Pure."""
