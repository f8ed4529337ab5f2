"""Renda: the platform on which local people's congresses do their work."""
