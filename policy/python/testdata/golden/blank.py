
  
# c
	
