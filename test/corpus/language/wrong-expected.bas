x = 
FOR i = 1
NEXT
IF x
  TALK 1
END IF
