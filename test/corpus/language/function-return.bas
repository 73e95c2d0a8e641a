TALK grade(91)
TALK grade(10)
FUNCTION grade(points)
  IF points > 90 THEN
    RETURN "A"
  END IF
  RETURN "B"
END FUNCTION
