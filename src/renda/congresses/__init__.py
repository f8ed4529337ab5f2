"""Regions, congresses (the tenant), terms, sessions, bodies, constituencies.

Besides the floors: ``pages`` shapes what templates show and answers pages that are one form.
"""
