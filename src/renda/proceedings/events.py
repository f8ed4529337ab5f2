"""What the engine tells the rooms above.

``step_settled(event)``: a step was taken and recorded. It comes from the worker a moment after
the commit, so that nobody waits for it, and again when the work on it failed.
"""

from django.dispatch import Signal

step_settled = Signal()
