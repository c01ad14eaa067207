-- What each login may see, written by hand as a view of its own, with nothing to decide.
create view public.hand_fraud as
select transactionid, userid, email, age,
       case when brand = 'MacBook' then 'Apple' else 'Other' end as brand, transactionamount
from public.demo;

create view public.hand_other as
select transactionid, 0 as userid, '****' as email, age,
       case when brand = 'MacBook' then 'Apple' else 'Other' end as brand, transactionamount
from public.demo
where age > 8;

grant select on public.hand_fraud, public.hand_other to public;
