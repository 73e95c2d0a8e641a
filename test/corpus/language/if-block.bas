stock = 3
IF stock > 5 THEN
  TALK "plenty"
ELSE IF stock > 2 THEN
  TALK "some"
ELSEIF stock > 0 THEN
  TALK "few"
ELSE
  TALK "none"
END IF
IF NOT missing THEN
  TALK "unset counts as false"
End If
