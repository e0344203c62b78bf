"""Who decides, pays and gains. Pure; empty so far."""
