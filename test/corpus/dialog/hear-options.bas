HEAR color AS "Red", "Green"
HEAR size AS MENU "S", "M", "L"
TALK color + " " + size
