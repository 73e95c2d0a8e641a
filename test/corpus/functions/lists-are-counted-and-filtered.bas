orders = [
  { id: 1, status: "open", total: 30 },
  { id: 2, status: "Paid", total: 12.5 },
  { id: 3, status: "OPEN", total: 5 }
]
TALK UBOUND(orders)
open = FILTER(orders, "status = open AND total > 4")
TALK COUNT(open) & " open, " & SUM(open, "total") & " in all"
TALK MAX(orders, "total") & " " & AVG(orders, "total")
TALK JOIN(PLUCK(SORT(orders, "total"), "id"), "-")
PUSH orders, { id: 4 }
last = LAST(orders)
TALK last.id & " of " & UBOUND(orders)
IF NOT IN_ARRAY(5, [1, 2]) THEN TALK FIRST(SPLIT("a;b", ";"))
