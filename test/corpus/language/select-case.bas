FOR EACH size IN ["s", "m", "xl", "?"]
  SELECT CASE size
  CASE "s"
    TALK "small"
  CASE "m", "l"
    TALK "middle"
  CASE "x" + "l"
    TALK "large"
  CASE ELSE
    TALK "unknown"
  END SELECT
NEXT
