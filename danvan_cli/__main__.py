"""``python -m danvan_cli`` and the ``danvan`` console script."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from danvan_cli.cli.app import run

    sys.exit(run())


if __name__ == "__main__":
    main()
