"""Writes of inspections: planning one; its steps go by the engine."""

from renda.inspections.services.planning import plan

__all__ = ["plan"]
