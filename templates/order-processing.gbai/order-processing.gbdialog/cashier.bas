' Takes the money, or gives it back, at the payment service named in config.csv. The number of the
' order is the key: the same order is never charged twice, however often it is tried.
IF verb = "REFUNDS" THEN
  refund = POST "${pay_url}/refunds", { "order": order, "amount": total }
  RETURN refund.data
END IF

receipt = POST "${pay_url}/charges", { "order": order, "amount": total }
IF receipt.status >= 400 THEN THROW "the payment was declined"
RETURN receipt.data
