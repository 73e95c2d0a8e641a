s = ""
FOR i = 1 TO 100000
  s = s + "x"
NEXT
RETURN s
