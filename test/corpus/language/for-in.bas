words = ["a", "b", "c", "d"]
FOR w IN words DO
  TALK w
END FOR
FOR w IN words LAST 2 DO
  TALK "last " + w
END FOR
