"""What differs between systems, and what a disk may do: nothing outside this room asks which system it runs on."""
