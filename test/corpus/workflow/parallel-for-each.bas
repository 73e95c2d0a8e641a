' Two at a time; each has the element and the answer for itself.
done = []
PARALLEL FOR EACH item IN ["a", "b", "c", "d"] MAX 2
  TALK "begin " + item
  IF item = "a" THEN WAIT 50
  WAIT 10
  BOT "doubler" "double" WITH item = item INTO twice
  TALK item + " gives " + twice
  done.PUSH(twice)
END PARALLEL
PARALLEL FOR EACH nobody IN []
  TALK "never"
END PARALLEL
TALK JOIN(done, ",")
