"""Times work on many items, each done once, and prints the figures as a line of JSON.

Shared by programs of two environments, so it needs nothing but Python.
"""

import json
import time

WARMING = 2
"""The first items, which load what is loaded late, are not timed."""


def timed(work, items):
    """Do ``work(item)`` for all items; print seconds of wall and processor time without the first two."""
    for item in items[:WARMING]:
        work(item)
    wall, processor = time.perf_counter(), time.process_time()
    for item in items[WARMING:]:
        work(item)
    tell(
        items=len(items) - WARMING,
        wall_s=time.perf_counter() - wall,
        processor_s=time.process_time() - processor,
    )


def tell(**figures):
    """Print figures for the process that started this one."""
    print(json.dumps(figures), flush=True)
