PUT "https://api.example.org/orders/7", { "count": 3 }
changed = PATCH "https://api.example.org/orders/7", { "count": 4 }
TALK changed.status
gone = DELETE HTTP "https://api.example.org/orders/7"
TALK gone.status
