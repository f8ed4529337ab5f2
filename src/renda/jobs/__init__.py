"""Background work: outbox rows are the truth, the worker may die at any time.

Beside the floors: ``worker`` is the process that takes one job after another.
"""
