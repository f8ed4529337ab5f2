"""Measures the platform against a floor of the same run; never on a database in use.

Beside the floors: ``seed`` fills a throwaway database by set-based SQL, ``probes`` are the single
measurements, ``hands`` a process that takes steps.
"""
