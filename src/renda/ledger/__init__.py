"""The ledger of promises: what a reply promised, followed until it is kept (A10, A7).

Beside the floors: ``pages`` shapes what templates show, as plain data; ``asides`` what is read
beside a step's form; ``exchange`` says how the list is exported.
"""
