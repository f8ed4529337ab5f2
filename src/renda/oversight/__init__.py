"""Key suggestions: chosen by the chairpersons' meeting, led, supervised, planned (A11).

Beside the floors: ``pages`` shapes what templates show, as plain data; ``asides`` what is read
beside a step's form.
"""
