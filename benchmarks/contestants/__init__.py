"""What is timed, each a program of its own; those of other projects run in an environment of their own."""
