"""The roof: settings, urls, API assembly. Wiring only, no logic."""
