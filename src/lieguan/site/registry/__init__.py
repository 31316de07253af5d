"""Bodies, agencies, people and accounts: what everything else points at; and who may do what."""
