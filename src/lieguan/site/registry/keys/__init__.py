"""Keys 金鑰 with which programs act as an account."""
