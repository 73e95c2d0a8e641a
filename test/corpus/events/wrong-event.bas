name = "x"
ON EVENT name DO
  TALK "?"
END ON
IF name = "y" THEN
  ON EVENT "inside" DO
    TALK "?"
  END ON
END IF
WAIT FOR EVENT "x" WHERE LEN(name) > 3
