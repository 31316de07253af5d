"""Minutes taken in, what they say, its confirmation and corrections. The only app that calls the engine."""
