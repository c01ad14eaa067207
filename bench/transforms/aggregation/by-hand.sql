create view public.aggregation_fraud as
select id, email, card, brand, amount::numeric as amount, age, day from public.orders;
create view public.aggregation_marketing as
select id, email, card, brand, round(avg(amount) over (partition by brand), 2) as amount, age, day from public.orders;
