"""The site: Django, the only part of lieguan that knows a database."""
