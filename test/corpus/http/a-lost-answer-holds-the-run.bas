POST "https://api.example.org/pay", { "sum": 40 }
TALK "never said"
