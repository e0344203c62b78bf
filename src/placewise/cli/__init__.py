"""The command line: it parses and shows, and decides nothing."""


def main() -> None:
    """Run the command line."""
    from placewise.cli.app import run

    run()
