FOR i = 1 TO 9
  FOR EACH x IN [1, 2, 3]
    IF x = 2 THEN EXIT FOR
    TALK i + "/" + x
  NEXT
  IF i = 2 THEN
    BREAK
  END IF
NEXT
