"""The page frame, components, forms and assets.

Beside the floors: ``context`` is the frame of every page, ``nav`` the registry of its links,
``middleware`` turns refusals into pages.
"""
