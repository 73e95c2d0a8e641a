GOTO out
TALK "never"
TALK "nor this"
out:
RETURN 1
SUB used
  EXIT SUB
  TALK "never"
END SUB
CALL used
