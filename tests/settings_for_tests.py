"""The site's settings as they are, with a data folder that lasts as long as the tests, and what only makes them slow
left out: the manifest of static files, and a password hash made to take time."""

import atexit
import os
import shutil
import tempfile

os.environ["LIEGUAN_DATA"] = tempfile.mkdtemp(prefix="lieguan-tests-")
atexit.register(shutil.rmtree, os.environ["LIEGUAN_DATA"], ignore_errors=True)

from lieguan.site.project.settings import *  # noqa: E402, F403 - settings are read by their names
from lieguan.site.project.settings import STATIC_ROOT, STORAGES  # noqa: E402

STATIC_ROOT.mkdir()
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
