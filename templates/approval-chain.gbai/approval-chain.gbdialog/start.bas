' Purchase requests. Whoever wants to buy something says what, for how much and why. The team lead
' decides; from a certain sum on, finance decides too. While people think, this script is one row
' in the database: it may wait for days, and survives every restart.
'
' Who the team lead, the deputy and finance are, and from which sum on finance is asked, stands in
' config.csv, so that nobody has to change this script.

TALK "What would you like to buy?"
HEAR item
TALK "What does it cost?"
HEAR price AS MONEY
TALK "And what is it for?"
HEAR reason
TALK "Thank you. I will tell you here as soon as it is decided."

ORCHESTRATE WORKFLOW "purchase request"
  STEP "team lead": HUMAN APPROVAL FROM "team-lead" FOR "Buy ${item} for ${price}"
    WITH item = item, price = price, reason = reason
    TIMEOUT DAYS(3) REMIND DAYS(1) INTO decision

  ' Silence is neither yes nor no: after three days the deputy is asked.
  IF decision.timedout THEN
    STEP "deputy": HUMAN APPROVAL FROM "deputy" FOR "Buy ${item} for ${price} (the team lead is away)"
      WITH item = item, price = price, reason = reason
      TIMEOUT DAYS(2) INTO decision
  END IF

  IF decision.approved AND price >= finance_from THEN
    STEP "finance": HUMAN APPROVAL FROM "finance" FOR "Pay ${price} for ${item}"
      WITH item = item, price = price, agreed_by = decision.by
      TIMEOUT DAYS(5) INTO decision
  END IF

  IF decision.approved THEN
    STEP "order": CALL PlaceOrder
  ELSE
    STEP "refuse": CALL Refuse
  END IF
END WORKFLOW

' The number of the order is counted in the memory of the bot. The event tells whoever buys.
SUB PlaceOrder
  number = VAL(GET BOT MEMORY "orders") + 1
  SET BOT MEMORY "orders", number
  PUBLISH EVENT "purchase_approved" WITH number = number, item = item, price = price, approved_by = decision.by
  TALK "Good news: ${item} is approved. It is order number ${number}."
END SUB

SUB Refuse
  IF decision.timedout THEN
    TALK "Nobody decided about ${item} in time. Please ask again."
  ELSE
    TALK "${item} was not approved by ${decision.by}. ${decision.comment}"
  END IF
END SUB
