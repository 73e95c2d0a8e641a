order = JSON PARSE "{\"item\": \"tea\", \"tags\": [1, 2]}"
TALK order.item + " " + order.tags[1]
box = NEW OBJECT
box.name = "box"
other = CREATE OBJECT
list = NEW ARRAY
list[0] = box.name
TALK list[0] + " " + other.name
ON ERROR RESUME NEXT
broken = JSON PARSE "{"
IF ERROR THEN TALK "not JSON"
