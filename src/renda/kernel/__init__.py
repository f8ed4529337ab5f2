"""Ground floor: errors, time, text, the actor, route policies, the visibility registry."""
