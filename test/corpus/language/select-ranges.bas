FOR EACH n IN [3, 12, 50, 200]
  SELECT CASE n
    CASE 1 TO 5
      TALK n + " is few"
    CASE IS > 100, 50
      TALK n + " is much"
    CASE 10 TO 20, 30 TO 40
      TALK n + " is some"
  END SELECT
NEXT
