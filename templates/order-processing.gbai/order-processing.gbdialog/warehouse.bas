' The warehouse: how much is left is kept in the memory of the bot. It answers the order it
' is given; `verb` says what it shall do.
stock = GET BOT MEMORY "stock"
IF stock = NOTHING THEN stock = first_stock

IF verb = "RETURNS" THEN
  SET BOT MEMORY "stock", stock + quantity
  RETURN "back on the shelf"
END IF

IF quantity > stock THEN THROW "we have only ${stock} left"
SET BOT MEMORY "stock", stock - quantity
RETURN "shelf 3"
