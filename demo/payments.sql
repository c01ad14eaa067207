-- A small shop: its payments, three groups of readers, and a login in each.
create table public.payment
(
    id     integer        not null primary key,
    name   varchar        not null,
    email  varchar        not null,
    age    integer        not null,
    brand  varchar        not null,
    amount numeric(10, 2) not null
);

insert into public.payment values
    (1, 'Ada Winter', 'ada.winter@example.com', 41, 'Fjord', 129.00),
    (2, 'Ben Olsen', 'ben@example.org', 17, 'Fjord', 8.50),
    (3, 'Cleo Marsh', 'cleo.marsh@example.net', 29, 'Kestrel', 349.90),
    (4, 'Dan Abara', 'dan.abara@example.com', 63, 'Kestrel', 74.25),
    (5, 'Eva Lind', 'eva@example.org', 16, 'Heron', 12.00),
    (6, 'Finn Costa', 'finn.costa@example.com', 35, 'Heron', 1250.00);

create role fraud nologin;
create role marketing nologin;
create role analysts nologin;
create role frida login in role fraud password :'password';
create role mark login in role marketing password :'password';
create role ana login in role analysts password :'password';

create role shop login createrole password :'password';
grant create on schema public to shop;
alter table public.payment owner to shop;
analyze public.payment;
