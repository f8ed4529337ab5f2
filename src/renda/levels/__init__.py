"""Levels together: what a congress passes up to the level above, and yearly figures that add up.

A matter that is passed up is two linked proceedings, one on each level, each with its own
history, clocks and readers (K4): ``procedure`` declares both. The level below reads what became
of it in the answer's words, the level above reads what was sent up, and nothing else crosses.

Beside the floors: ``sources`` is filled by the apps above with a matter's text and a year's counts;
``pages`` shapes what templates show, as plain data; ``asides`` what is read beside a step's form;
``exchange`` is the yearly table in a file.
"""
