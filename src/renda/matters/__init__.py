"""The closed loop: assign, reply, commit, evaluate, re-handle, track.

Beside the floors: ``pages`` shapes what templates show, as plain data; ``asides`` what is read
beside a step's form.
"""
