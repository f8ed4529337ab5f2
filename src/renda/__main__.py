"""``python -m renda``: the same command line as ``renda``."""

from renda.cli import main

main()
