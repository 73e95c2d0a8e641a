n = 3
WHILE n > 0
  n = n - 1
WEND
TALK n
WHILE n < 2 DO
  n = n + 1
END WHILE
TALK n
WHILE TRUE
  EXIT WHILE
WEND
TALK "out"
