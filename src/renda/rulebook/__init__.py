"""Local values of the rules, with dates of effect and legal basis.

Beside the floors: ``pages`` shapes what templates show, as plain data.
"""
