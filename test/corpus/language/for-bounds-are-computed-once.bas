n = 2
s = 1
FOR i = n TO n + 2 STEP s
  n = 100
  s = 100
  TALK i
NEXT
