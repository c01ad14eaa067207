create view public.filters_fraud as select * from public.orders;
create view public.filters_marketing as
select * from public.orders
where age > 17 and day::timestamp > (now() at time zone 'UTC') - interval '8760 hours';
