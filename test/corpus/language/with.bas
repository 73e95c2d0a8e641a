status = "open"
name = "Ana"
WITH order
  status = status
  customer = UPPER(name)
  .lines = ["tea", "milk"]
  .address.city = "Porto"
  .address.zip = 4000
END WITH
TALK order.status + " " + order.customer + " " + order.address.city
WITH order
  before = order.status
END WITH
TALK order.before + order.address
