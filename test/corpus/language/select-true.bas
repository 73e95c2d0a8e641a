x = 7
SELECT CASE TRUE
  CASE x < 5
    TALK "below"
  CASE x < 10
    TALK "between"
END SELECT
