"""Fill a database with a town described as data, and with invented families."""
