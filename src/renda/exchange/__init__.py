"""Import and export of lists.

Beside the floors: ``reading`` turns an office's file into rows, ``sheets`` writes files without
live formulas, ``registry`` is where the rooms above say what can be imported and exported,
``bodies`` lists the units, ``placeholders``
checks and fills the Word and Excel templates that offices bring.
"""
