"""Settings, addresses, middleware, and what the site adds to the command line."""
