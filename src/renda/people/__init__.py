"""Persons, mandates, memberships.

Beside the floors: ``roster`` reads the list of deputies that an office has; ``pages`` shapes what
templates show; ``sheets`` writes workbooks.
"""
