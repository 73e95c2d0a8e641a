SUB f(a, b, A)
  TALK a + b
END SUB
CALL f(1)
