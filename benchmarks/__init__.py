"""What is measured: quality, speed of start, the built wheel."""
