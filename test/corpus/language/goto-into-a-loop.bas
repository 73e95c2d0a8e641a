n = 0
IF n = 0 THEN GOTO inside
FOR EACH x IN [1, 2]
  inside:
  n = n + 1
NEXT
TALK n
