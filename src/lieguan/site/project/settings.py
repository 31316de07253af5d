"""Settings of the site, all from the environment; docs/reference/settings.md lists them.

LIEGUAN_DATA                folder of the database, the files taken in and the secret key (default: ./var)
LIEGUAN_DATABASE_URL        default: sqlite in LIEGUAN_DATA; postgres://… for many agencies at once
LIEGUAN_DATABASE_OWNER_URL  PostgreSQL only: the role that owns the tables, used by migrations alone
LIEGUAN_LEXICON             CSV files of agencies of the site's own, separated by colons
LIEGUAN_DEMO                1: every page is marked 示範
LIEGUAN_HOSTS               host names that the site answers to, separated by commas
LIEGUAN_ORIGIN              the public address, https://…, where TLS ends before the site
LIEGUAN_PROXY               1: believe X-Forwarded-Proto and the last X-Forwarded-For, of the one proxy in front
LIEGUAN_MAIL_URL            smtp://user:password@host:587, console: or file:/folder (default: console:)
LIEGUAN_MAIL_FROM           sender of the site's mail
LIEGUAN_LICENCE             address of the licence of the open data (default: 政府資料開放授權條款－第1版)
LIEGUAN_LICENCE_NAME        its name
LIEGUAN_PUBLISHER           who publishes the data, as catalogues name it
LIEGUAN_PUBLISHER_CONTACT   whom to ask about the data
LIEGUAN_DEBUG               1: error pages for developers
"""

from __future__ import annotations

import os
from pathlib import Path

from lieguan.site.project import environment

DATA = Path(os.environ.get("LIEGUAN_DATA", "var")).resolve()
DEMO = environment.flag("LIEGUAN_DEMO")
DEBUG = environment.flag("LIEGUAN_DEBUG")
LEXICON = environment.files("LIEGUAN_LEXICON")
SECRET_KEY = environment.secret_key(DATA)

ORIGIN = os.environ.get("LIEGUAN_ORIGIN", "").rstrip("/")
ALLOWED_HOSTS = environment.hosts(os.environ.get("LIEGUAN_HOSTS", ""), ORIGIN)
CSRF_TRUSTED_ORIGINS = [ORIGIN] if ORIGIN else []
if environment.flag("LIEGUAN_PROXY"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
LICENCE = os.environ.get("LIEGUAN_LICENCE", "https://data.gov.tw/license")
LICENCE_NAME = os.environ.get("LIEGUAN_LICENCE_NAME", "政府資料開放授權條款－第1版")
PUBLISHER = os.environ.get("LIEGUAN_PUBLISHER", "")
PUBLISHER_CONTACT = os.environ.get("LIEGUAN_PUBLISHER_CONTACT", "")

SECURE_COOKIES = ORIGIN.startswith("https:")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

INSTALLED_APPS = [
    "lieguan.site.log",
    "lieguan.site.registry",
    "lieguan.site.withholding",
    "lieguan.site.records",
    "lieguan.site.tracking",
    "lieguan.site.programme",
    "lieguan.site.papers",
    "lieguan.site.search",
    "lieguan.site.api",
    "lieguan.site.opendata",
    "lieguan.site.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "lieguan.site.project.middleware.head_as_get",
    "lieguan.site.project.kept_pages.kept_pages",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "lieguan.site.project.middleware.private_answers",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lieguan.site.project.middleware.chosen_language",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lieguan.site.withholding.middleware.reads_as_its_account",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lieguan.site.project.middleware.content_security_policy",
    "lieguan.site.api.problems.one_shape",
    "lieguan.site.project.middleware.site_errors",
]

ROOT_URLCONF = "lieguan.site.project.urls"
WSGI_APPLICATION = "lieguan.site.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lieguan.site.project.context.site",
            ],
        },
    },
]

FORM_RENDERER = "lieguan.site.project.forms.Renderer"

DATABASES = {"default": environment.database(DATA)}
# Failed sign-ins are counted here: in the database, because every worker must see the same count.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "lieguan_cache"},
}
DATABASE_APPLICATION_ROLE = environment.application_role()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "registry.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Accounts are made by invitation alone; nobody signs up.
ACCOUNT_ADAPTER = "lieguan.site.registry.sign_in.ClosedAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if SECURE_COOKIES else "http"
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60
ACCOUNT_RATE_LIMITS = {"login_failed": "5/5m/key,30/5m/ip"}
ACCOUNT_LOGOUT_ON_GET = False
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
# Addresses are those that an administrator invited; who looks at the page of addresses may still set up TOTP.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "lieguan 列管"
USERSESSIONS_TRACK_ACTIVITY = True
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "home"

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", "正體中文"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = "Asia/Taipei"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA / "static"
MEDIA_ROOT = DATA / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# What one upload may hold, in bytes; the engine has its own limit for what a file unpacks to.
UPLOAD_LIMIT = 50 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["lieguan.site.records.uploads.LimitedUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

globals().update(environment.mail(os.environ.get("LIEGUAN_MAIL_URL", "console:")))
DEFAULT_FROM_EMAIL = os.environ.get("LIEGUAN_MAIL_FROM", "lieguan@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
