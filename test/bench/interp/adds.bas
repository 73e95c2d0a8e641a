s = 0
FOR i = 1 TO 1000000
  s = s + i
NEXT
RETURN s
