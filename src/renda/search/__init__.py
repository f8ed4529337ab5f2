"""Chinese full text over what the reader may see.

Beside the floors: ``registry`` is where the rooms above say what is found of their kinds,
``words`` turns texts and queries into tokens, ``vendor`` is what the two databases do
differently.
"""
