n = 0
DO
  n = n + 1
  IF n = 3 THEN EXIT DO
LOOP
TALK n
