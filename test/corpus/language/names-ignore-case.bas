Host = "a"
TALK HOST + host
SET Order.Total = 5
TALK order.TOTAL
