LET a = 1
SET b = a + 1
c = b = 2
TALK a + "," + b + "," + c
SET order.customer.name = "Ana"
order.lines[0] = "tea"
order.lines[UBOUND(order.lines)] = "milk"
order["size"] = "m"
TALK order.customer.name + " " + order.lines[1] + " " + order.size
