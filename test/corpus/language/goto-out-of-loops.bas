FOR i = 1 TO 3
  FOR EACH x IN [1, 2]
    IF i = 2 THEN GOTO out
    TALK i + "/" + x
  NEXT
NEXT
out:
TALK "out at " + i
