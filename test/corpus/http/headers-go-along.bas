SET HEADER "X-Client" AS "basalt"
SET HEADER "Accept-Language", "pt"
a = GET "https://api.example.org/one"
CLEAR HEADERS
b = GET "https://api.example.org/two"
