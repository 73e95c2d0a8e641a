HEAR person AS CPF
HEAR company AS CNPJ
HEAR zip AS CEP
HEAR phone AS MOBILE
TALK person + " " + company + " " + zip + " " + phone
