"""Settings of the test suite: the same code, a throwaway database, a fast hasher."""

import os
import tempfile

os.environ.setdefault("RENDA_SECRET_KEY", "test-only-" + "k" * 60)
os.environ.setdefault("RENDA_HOME", tempfile.mkdtemp(prefix="renda-test-"))

from renda.config.settings import *  # noqa: F403
from renda.config.settings import DATABASES, STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Static files come from the apps as they are; nothing is gathered for tests.
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = True
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Durability is not what unit tests ask of an in-memory database.
    DATABASES["default"]["OPTIONS"].pop("init_command")
    DATABASES["default"]["TEST"] = {"NAME": None}
else:
    # A pool would hold connections open when the test database is dropped.
    DATABASES["default"]["OPTIONS"] = {}
