"""Motions and suggestions of deputies.

Beside the floors: ``pages`` shapes what templates show, as plain data; ``asides`` what is read
beside a step's form; ``letters`` makes official letters and paper forms; ``exchange`` says how
suggestions are imported and exported, ``finding`` what the search knows of them. The assignment
conference has rooms of its own: ``conference_queries``, ``conference_forms``,
``conference_pages`` and ``conference_views``.
"""
