"""An invented district with its people and sixty suggestions, and a year of simulated work.

Nothing here is a way in of its own: people are let act through the services of the apps below, on
an invented clock. Beside the floors: ``data`` holds names and texts, ``content`` reads them,
``cast`` knows who sits where, ``timeline`` lets everything happen in the order of time, ``walk``
is one suggestion under way with the ``verbs`` in which a script tells its story, ``promises`` tell
what became of what was promised, ``keys`` how key suggestions were chosen and supervised,
``passing`` what the city was asked for, ``projects`` what the micro-project fund paid, ``visits``
what deputies saw on inspections and which papers the office had made;
``simulator`` works a year at random from one seed and keeps its own count in a ``ledger``.
"""
