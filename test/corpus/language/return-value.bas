TALK "working"
RETURN {"id": 7, "tags": ["a", "b"]}
