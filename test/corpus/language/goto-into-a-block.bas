IF FALSE THEN
  inside:
  TALK "inside"
  EXIT
END IF
TALK "before"
GOTO inside
