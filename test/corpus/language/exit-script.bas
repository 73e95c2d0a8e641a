CALL leave
TALK "never"
SUB leave
  TALK "leaving"
  EXIT
END SUB
