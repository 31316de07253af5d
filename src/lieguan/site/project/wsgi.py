"""The WSGI application: nothing serves it while a guard of the database is missing."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connection, connections

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lieguan.site.project.settings")
application = get_wsgi_application()

from lieguan.site.log import guards  # noqa: E402 - loads models, so the site has to be set up first

guards.require(connection)
connections.close_all()
