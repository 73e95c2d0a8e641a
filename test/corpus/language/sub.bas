CALL greet("Ana", 2)
CALL hello
SUB greet(name, times)
  FOR i = 1 TO times
    TALK "Hi " + name
  NEXT
  IF times > 1 THEN EXIT SUB
  TALK "once"
END SUB
SUB hello
  TALK "hello"
END SUB
