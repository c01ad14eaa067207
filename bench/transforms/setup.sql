-- Orders with tokens for card numbers, and a login in a group and one in none.
create table public.orders
(
    id     integer not null,
    email  text    not null,
    card   text    not null,
    brand  text    not null,
    amount integer not null,
    age    integer not null,
    day    date    not null
);

insert into public.orders
select n,
       'user' || n % 250000 || (array ['@example.com', '@example.org', '@mail.example.net'])[1 + n % 3],
       'tok_' || n::bigint * 7919 % 100000,
       (array ['MacBook', 'Lenovo', 'Acer', 'Asus', 'HP'])[1 + n % 9967 * 31 % 5],
       n % 9949 * 8121 % 500,
       n % 9973 * 7919 % 90,
       current_date - n % 1000
from generate_series(1, :rows) as n;

-- Half of the tokens are known.
create table public.tokens (token text primary key, value text not null);
insert into public.tokens select 'tok_' || n * 2, '4000' || lpad(n::text, 12, '0') from generate_series(0, 49999) as n;

create role fraud nologin;
create role marketing nologin;
create role bench_marketing login password :'password' in role marketing;
create role bench_fraud login password :'password' in role fraud;
vacuum (freeze, analyze) public.orders;
vacuum (freeze, analyze) public.tokens;
