TALK LEN("abc")
FUNCTION len(x)
  len = 1
END FUNCTION
