seen = []
PARALLEL
  BRANCH left:
    a = 1
    seen.PUSH("left")
  BRANCH right:
    b = 2
    seen.PUSH("right")
END PARALLEL
TALK a + b
TALK seen.length
