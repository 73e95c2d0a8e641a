list = [1]
TALK list(0)
