"""Accounts, seats, roles, grants: who may enter and as whom.

Beside the floors: `backends` and `hashers` are what Django asks at login; `middleware` gives every
request its actor; `pages` holds the shapes of templates.
"""
