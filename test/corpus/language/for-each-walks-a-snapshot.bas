list = [1, 2]
FOR EACH n IN list
  list.PUSH(n * 10)
NEXT
TALK list.length
