d = {}
FOR i = 1 TO 100000
  d["k" + i] = i
NEXT
sum = 0
FOR i = 1 TO 100000
  sum = sum + d["k" + i]
NEXT
RETURN sum
