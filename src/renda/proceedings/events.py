"""What the engine tells the rooms above, after the commit, by ids only.

``step_taken(proceeding_id, event_id)``: a step was taken and recorded.
"""

from django.dispatch import Signal

step_taken = Signal()
