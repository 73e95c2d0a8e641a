FOR i = 1 TO 3
  TALK i
NEXT i
FOR i = 10 TO 1 STEP -4
  TALK i
NEXT
FOR i = 3 TO 1
  TALK "never"
NEXT
TALK "after: " + i
