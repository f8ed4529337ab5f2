"""The engine of everything that moves through steps.

Beside the floors: ``pages`` shapes what templates show, as plain data; ``record`` lets the chain
read events again.
"""
