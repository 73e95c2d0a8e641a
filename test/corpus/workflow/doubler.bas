RETURN item + item
