' Branches wait each for itself; of several names the first that comes is taken.
PARALLEL
  BRANCH a:
    one = WAIT FOR EVENT "left", "right"
  BRANCH b:
    WAIT 10
    PUBLISH EVENT "right" WITH side = "R"
    PUBLISH EVENT "left" WITH side = "L"
  BRANCH c:
    other = WAIT FOR EVENT "left"
END PARALLEL
TALK one.side + " and " + other.side
