' Takes an order. The parts are SUBs below, so that the top reads like a plan.
menu = [
  { "name": "Soup", "price": 6.5 },
  { "name": "Salad", "price": 8 },
  { "name": "Pasta", "price": 11.9 }
]
basket = NEW ARRAY
total = 0

CALL Welcome
DO
  HEAR choice AS "Soup", "Salad", "Pasta", "Done"
  IF choice = "Done" THEN EXIT DO
  CALL AddToBasket(choice)
LOOP
CALL Checkout

SUB Welcome
  TALK "Good day! Choose what you like, then *Done*."
  FOR EACH dish IN menu
    TALK "- ${dish.name}: ${FORMAT(dish.price, "#,##0.00")}"
  NEXT dish
END SUB

SUB AddToBasket(wanted)
  FOR EACH item IN menu
    IF item.name = wanted THEN
      TALK "How many?"
      HEAR count AS INTEGER
      WITH line
        name = wanted
        count = count
        price = item.price * count
      END WITH
      APPEND basket, line
      total = total + line.price
      TALK "${count} x ${wanted}. That makes ${FORMAT(total, "#,##0.00")} so far."
    END IF
  NEXT item
END SUB

SUB Checkout
  IF UBOUND(basket) = 0 THEN
    TALK "Nothing ordered. See you soon!"
    EXIT SUB
  END IF
  IF total < free_from THEN
    total = total + delivery
    TALK "Delivery adds ${FORMAT(delivery, "#,##0.00")}."
  END IF
  TALK "Your order: ${FORMAT(total, "#,##0.00")}. Where shall we bring it?"
  HEAR address
  TALK "On its way to ${address}. Thank you!"
END SUB
