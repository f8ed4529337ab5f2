"""The append-only chained record and the numbering.

Beside the floors: ``sources`` says how the check reads again what the chain covers, ``triggers``
makes the database itself refuse changes.
"""
