CALL ask(1)
SUB ask(x)
  TALK x
END SUB
