-- Two million payments, and a login for each group that the policy tells apart.
create table public.demo
(
    transactionid     integer not null,
    userid            integer not null,
    email             varchar not null,
    age               integer not null,
    brand             varchar not null,
    transactionamount integer not null
);

insert into public.demo
select n,
       n % 250000,
       'user' || n % 250000 || (array ['@example.com', '@example.org', '@mail.example.net'])[1 + n % 3],
       n % 9973 * 7919 % 90,
       (array ['MacBook', 'Lenovo', 'Acer', 'Asus', 'HP'])[1 + n % 9967 * 31 % 5],
       n % 9949 * 8121 % 500
from generate_series(1, :rows) as n;

create role administrator nologin;
create role marketing nologin;
create role fraud_and_risk nologin;
create role everyone nologin;
create role bench_fraud login password :'password' in role fraud_and_risk;
create role bench_other login password :'password' in role everyone;
grant select on public.demo to fraud_and_risk, everyone;
vacuum (freeze, analyze) public.demo;
