FOR i = 1 TO 4
  IF i MOD 2 = 0 THEN CONTINUE
  TALK i
NEXT
n = 0
WHILE n < 3
  n = n + 1
  IF n = 2 THEN CONTINUE
  TALK "n " + n
WEND
