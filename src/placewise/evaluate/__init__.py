"""Did it work: design, power, estimation, lessons. Pure; empty so far."""
