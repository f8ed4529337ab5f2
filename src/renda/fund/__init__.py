"""The micro-project fund (微实事专项资金, A12): small livelihood projects out of suggestions.

A pot per year and congress; projects are put forward, planned, evaluated, chosen within the pot,
carried out, paid, accepted, and accounted for. Beside the floors: ``pages`` shapes what templates
show, ``asides`` what is read beside a form, ``exchange`` the lists that go out in a file,
``triggers`` are the database's own hold on the sums.
"""
