stem = "called-" + "report"
n = 1
CALL "tools/Called-Order.bas", n + 1, "tea"
CALL stem + ".bas"
TALK "back with " + n
