"""Two million versions: what the queries of a day do with them."""
