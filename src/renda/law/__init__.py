"""Law and procedure as data and pure functions. Nothing here knows Django's models."""
