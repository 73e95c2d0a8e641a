ON ERROR RESUME NEXT
x = 1
x = boom()
TALK "went on with " + x
IF ERROR THEN TALK "there was an error"
CLEAR ERROR
IF boom() THEN
  TALK "never"
END IF
TALK "after the IF"
FOR i = 1 TO 2
  THROW "in the loop"
  TALK "next statement " + i
NEXT
ON ERROR GOTO 0
FUNCTION boom
  THROW "boom"
END FUNCTION
