TALK "Hi " + username
CALL tell
SUB tell
  TALK "from " + mobile
END SUB
