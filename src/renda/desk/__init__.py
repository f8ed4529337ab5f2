"""Each person's desk: what waits, by deadline.

Beside the floors: ``pages`` shapes what templates show, as plain data.
"""
