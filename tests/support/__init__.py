"""What tests share: rules, reports, pages, a server in place of Intercom."""
