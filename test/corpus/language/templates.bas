name = "Ana"
order = {"total": 12.5, "lines": [1, 2]}
TALK "Hi ${name}, ${order.total * 2} for ${UBOUND(order.lines)} lines"
TALK "{name} and {{name}} stay"
TALK "two
lines"
TALK "say \"hi\""
