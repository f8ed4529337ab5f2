"""Settings of every installation; all that differs comes from the environment.

The keys are listed in ``docs/operators/settings.md``; a test says so.
"""

from __future__ import annotations

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

PACKAGE = Path(__file__).resolve().parents[1]
HOME = Path(env.str("RENDA_HOME", default="var")).resolve()

DEBUG = env.bool("RENDA_DEBUG", default=False)
DEMO = env.bool("RENDA_DEMO", default=False)

# A local installation keeps its key in a file that `renda init` or `renda demo` writes.
_key_file = HOME / "secret.key"
SECRET_KEY = env.str("RENDA_SECRET_KEY", default="") or (
    _key_file.read_text().strip() if _key_file.exists() else ""
)
if len(SECRET_KEY) < 50:
    message = (
        "RENDA_SECRET_KEY is missing or shorter than 50 characters. Set it, or run `renda init` "
        f"or `renda demo`, which write {_key_file}."
    )
    raise ImproperlyConfigured(message)
SECRET_KEY_FALLBACKS = env.list("RENDA_SECRET_KEY_FALLBACKS", default=[])

ALLOWED_HOSTS = env.list("RENDA_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("RENDA_ORIGINS", default=[])
BASE_URL = env.str("RENDA_BASE_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
    "csp",
    "django_htmx",
    "simple_history",
    "renda.web",
    "renda.congresses",
    "renda.records",
    "renda.jobs",
    "renda.rulebook",
    "renda.people",
    "renda.access",
    "renda.files",
    "renda.waiting",
    "renda.notices",
    "renda.exchange",
    "renda.search",
    "renda.proceedings",
    "renda.matters",
    "renda.ledger",
    "renda.oversight",
    "renda.levels",
    "renda.fund",
    "renda.inspections",
    "renda.proposals",
    "renda.reports",
    "renda.portal",
    "renda.desk",
    "renda.bench",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "renda.portal.middleware.NoCookieMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "renda.access.middleware.SessionLimitsMiddleware",
    "renda.access.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "renda.web.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "renda.config.urls"
WSGI_APPLICATION = "renda.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "renda.web.context.frame",
            ],
            "builtins": ["django.templatetags.i18n", "renda.web.templatetags.renda"],
        },
    }
]
FORM_RENDERER = "renda.web.forms.Renderer"

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'renda.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-32000; PRAGMA mmap_size=134217728"
        ),
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"]["OPTIONS"] = {
        "pool": {"min_size": 1, "max_size": env.int("RENDA_POOL", default=4)}
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {
    "default": (
        env.cache_url("RENDA_CACHE_URL")
        if env.str("RENDA_CACHE_URL", default="")
        else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache_entry"}
    )
}

AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "renda.access.backends.NameOrPhoneBackend",
]
PASSWORD_HASHERS = ["renda.access.hashers.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "access:login"
LOGIN_REDIRECT_URL = "desk:home"
LOGOUT_REDIRECT_URL = "access:login"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "renda.access.views.locked"
AXES_USERNAME_CALLABLE = "renda.access.backends.throttled_name"
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

# Seconds. The absolute limit is kept by SessionLimitsMiddleware, whatever the idle one says.
SESSION_IDLE = env.int("RENDA_SESSION_IDLE", default=30 * 60)
SESSION_ABSOLUTE = env.int("RENDA_SESSION_ABSOLUTE", default=12 * 3600)
SESSION_COOKIE_AGE = SESSION_IDLE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "renda.web.views.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SECURE = env.bool("RENDA_SECURE", default=False)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = SECURE
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
# Packages that are no Django apps bring texts too.
LOCALE_PATHS = [PACKAGE / name / "locale" for name in ("kernel", "law", "config")]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("RENDA_STATIC_ROOT", default=str(HOME / "static")))
# Uploads are private: outside of everything a web server hands out by itself.
_files_backend = env.str(
    "RENDA_FILES_BACKEND", default="django.core.files.storage.FileSystemStorage"
)
_files_options = env.json("RENDA_FILES_OPTIONS", default={}) or (
    {
        "location": str(HOME / "files"),
        "file_permissions_mode": 0o600,
        "directory_permissions_mode": 0o700,
    }
    if _files_backend.endswith(".FileSystemStorage")
    else {}
)
STORAGES = {
    "default": {"BACKEND": _files_backend, "OPTIONS": _files_options},
    "files": {"BACKEND": _files_backend, "OPTIONS": _files_options},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Where every chain stood, sealed, outside the database: copy this file to another machine.
CHECKPOINT_FILE = env.str("RENDA_CHECKPOINT_FILE", default=str(HOME / "checkpoints.log"))
# Large uploads stream to disk; a form is never larger than this many bytes besides its files.
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_HANDLERS = [
    "renda.files.handlers.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILES_DOCUMENT_MIB = env.int("RENDA_FILES_DOCUMENT_MIB", default=20)
FILES_PHOTO_MIB = env.int("RENDA_FILES_PHOTO_MIB", default=10)
FILES_FORM_MIB = env.int("RENDA_FILES_FORM_MIB", default=60)
FILES_COUNT = env.int("RENDA_FILES_COUNT", default=9)
FILES_HELD = env.int("RENDA_FILES_HELD", default=30)
# Fonts of official letters, if the office has licensed ones; empty: the shipped font.
FONTS_DIR = env.str("RENDA_FONTS_DIR", default="")

EMAIL_CONFIG = env.email_url("RENDA_EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("RENDA_EMAIL_FROM", default="renda@localhost")
SMS_BACKEND = env.str("RENDA_SMS_BACKEND", default="console")
SMS_GATEWAY_URL = env.str("RENDA_SMS_GATEWAY_URL", default="")
SMS_GATEWAY_TOKEN = env.str("RENDA_SMS_GATEWAY_TOKEN", default="")

# Personal data at rest. Empty: derived from the secret key.
FIELD_KEYS = env.list("RENDA_FIELD_KEYS", default=[])

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    # Tells at INFO that it exists.
    "loggers": {"pikepdf": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": env.str("RENDA_LOG_LEVEL", default="INFO")},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
