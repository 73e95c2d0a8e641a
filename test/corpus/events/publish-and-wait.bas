' What was published since the run began counts, also when it came before the wait.
PUBLISH EVENT "Order_Paid"
  WITH order = 7
  WITH total = 20, note = "first"
END PUBLISH
PUBLISH EVENT "order_paid" KEY 7 WITH order = 8, total = 30
paid = WAIT FOR EVENT "order_paid" WHERE order = 8 TIMEOUT 60
TALK paid.total + " for " + GET "order" FROM EVENT
' Each condition keeps its own place.
WAIT FOR EVENT "order_paid"
TALK event.note + ", total " + event.total
WAIT FOR EVENT "order_paid"
TALK "then " + event.order
