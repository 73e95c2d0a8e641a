x = seven
TALK x + seven()
FUNCTION seven
  seven = 7
END FUNCTION
