i = 100
CALL count
TALK "i is " + i

SUB count
  FOR i = 1 TO 2
    TALK i
  NEXT
END SUB
