-- The same trigger with another secret.
create or replace trigger told after insert on shop.person for each row execute function shop.hook(
    'https://hooks.example.com/person', 'POST', '{}', 'api_key', 'a-new-one', '5000'
);
