# stands still 0.4 s
