n = 3
TALK n > 2 ? "big" : "small"
TALK n = 1 ? "one" : n = 3 ? "three" : "other"
TALK IIF(n < 2, "few", "many")
