WITH order
  total = 1
  TALK "no"
END WITH
