order = LLM "Give me the order as JSON: two teas"
TALK order.item + " x " + order.count
