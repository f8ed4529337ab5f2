"""Figures from live data, and the documents made of them (A4, K3, SUG-11).

Beside the floors: ``figures`` declares every figure once, with the records behind it; ``pages``
shapes what templates show, as plain data; ``exchange`` lets the records of a figure out as a file;
``documents`` gathers, words and sets the documents; ``words`` names what an office's template may
say.
"""
