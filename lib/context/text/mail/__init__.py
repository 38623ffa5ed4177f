"""What a mail is made of: whose words, HTML, machines' mail. PURE: no database, page, network, clock."""
