list = [3, 1]
list.PUSH(2)
TALK list.length
TALK " x ".trim() + list.contains(3)
TALK unset?.trim() ?? "nothing to trim"
