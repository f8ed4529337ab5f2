"""Attachments: one pipeline for every upload, private, typed by content.

Beside the floors: ``checks`` decides what a file really is, ``handlers`` stops what is too large
while it arrives, ``intake`` takes up what a form brings along, ``fonts`` names the PDF font.
"""
