"""``python -m evalkit``: the command line where its script is not on the path."""

from evalkit.cli import main

if __name__ == "__main__":
    main()
