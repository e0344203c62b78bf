"""``python -m placewise`` is the command line."""

from placewise.cli import main

main()
