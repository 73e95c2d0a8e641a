' Orders a courier, and answers the parcel with its number.
parcel = POST "${courier_url}/parcels", { "order": order, "address": address, "pieces": quantity }
IF parcel.status >= 400 THEN THROW "no courier could be found"
RETURN parcel.data
