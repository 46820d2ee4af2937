# stands still 1 s
