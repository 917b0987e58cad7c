"""Human feedback: what people who compare answers say, beside the judge."""
