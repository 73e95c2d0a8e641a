' Orders of a shop: take the goods off the shelf, take the money, send the parcel, and wait until it
' has arrived. Each step says how it is undone; when a later one fails, those before it are undone,
' the last one first, and the customer is told. A crash in between changes nothing.

TALK "Welcome! We have ${goods} at ${FORMAT(price, "0.00")} each."
TALK "How many would you like?"
HEAR quantity AS INTEGER
TALK "Where shall we send them?"
HEAR address
order = VAL(GET BOT MEMORY "orders") + 1
SET BOT MEMORY "orders", order
total = quantity * price

ON ERROR GOTO undone
ORCHESTRATE WORKFLOW "order"
  STEP "reserve": BOT "warehouse" RESERVES shelf
  COMPENSATE: BOT "warehouse" RETURNS shelf
  STEP "pay": BOT "cashier" CHARGES receipt RETRY 2 BACKOFF 60 ON ERROR COMPENSATE
  COMPENSATE: BOT "cashier" REFUNDS receipt
  STEP "send": BOT "courier" SENDS parcel RETRY 3 BACKOFF 600 ON ERROR COMPENSATE

  STEP "tell": TALK "Thank you! Order ${order} is on its way: ${parcel.number}. You paid ${FORMAT(total, "0.00")}."
  PUBLISH EVENT "order_sent" WITH order = order, parcel = parcel.number

  STEP "arrive": LET arrived = WAIT FOR EVENT "parcel_arrived" WHERE number = parcel.number TIMEOUT DAYS(7)
  IF arrived THEN
    STEP "done": TALK "Your parcel has arrived. Enjoy your ${goods}!"
  ELSE
    STEP "search": HUMAN INPUT "Parcel ${parcel.number} is a week late. Where is it?" FROM "dispatch" INTO where_it_is
    TALK "Your parcel is late: ${where_it_is}"
  END IF
END WORKFLOW
EXIT

undone:
TALK "We are sorry, order ${order} could not be carried out: ${ERROR MESSAGE}. You have not been charged."
