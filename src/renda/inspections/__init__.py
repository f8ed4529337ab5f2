"""Inspections: deputies question the officers in charge about chosen suggestions (视察, A4).

Beside the floors: ``pages`` shapes what templates show, as plain data; ``asides`` what is read
beside a step's form.
"""
