"""The public site of a congress.

Besides the floors: ``pages`` (what a page shows, as plain data), ``feeds`` (Atom, sitemap, robots),
``opendata`` (files of whole years) with its reads in ``opendata_queries``, and ``middleware`` (no
cookie on a public page).
"""
