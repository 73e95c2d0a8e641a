x = GET "https://api.example.org/"
TALK x.a
