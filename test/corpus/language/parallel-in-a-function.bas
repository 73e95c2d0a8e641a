TALK both(10)
FUNCTION both(n)
  PARALLEL
    BRANCH one:
      x = n + 1
      IF x > 5 THEN RETURN
      x = 0
    BRANCH two:
      FOR i = 1 TO 3
        y = y + i
      NEXT
      turns = i
  END PARALLEL
  both = x + y
END FUNCTION
TALK turns
