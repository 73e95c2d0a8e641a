Tlak to the guest as a friend would
