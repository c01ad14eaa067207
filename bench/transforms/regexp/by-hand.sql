create view public.regexp_fraud as select * from public.orders;
create view public.regexp_marketing as
select id, '****' || substring(email from '^.*(@.*)$') as email, card, brand, amount, age, day from public.orders;
