"""Each person's desk: what waits, by deadline.

Beside the floors: ``pages`` shapes what templates show, as plain data; ``deadlines`` writes them as
a calendar that telephones subscribe to.
"""
