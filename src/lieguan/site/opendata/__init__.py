"""Open data 開放資料: datasets to take home, their descriptions for catalogues, and what search engines read. All of it
is what somebody without an account may read."""
