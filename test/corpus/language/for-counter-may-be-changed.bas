FOR i = 1 TO 6
  TALK i
  i = i + 1
NEXT
