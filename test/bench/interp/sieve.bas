n = 100000
flags = []
FOR i = 0 TO n
  flags[i] = TRUE
NEXT
count = 0
FOR i = 2 TO n
  IF flags[i] THEN
    count = count + 1
    j = i + i
    WHILE j <= n
      flags[j] = FALSE
      j = j + i
    WEND
  END IF
NEXT
RETURN count
