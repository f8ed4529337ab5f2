"""Telling people.

Beside the floors: ``sms`` holds the adapters by which short messages leave.
"""
