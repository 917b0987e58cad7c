"""What looks unusual about how single people took part. Pure; it ranks and explains, and decides nothing."""
