IF TRUE THEN
  THROW "out of stock"
END IF
