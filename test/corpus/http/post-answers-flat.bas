order = POST "https://api.example.org/orders", { "item": "tea", "count": 2 }
TALK order.status + " " + order.id + " " + order.data.id
