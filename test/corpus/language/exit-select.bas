SELECT CASE 1
  CASE 1
    TALK "one"
    EXIT SELECT
    TALK "never"
END SELECT
TALK "after"
