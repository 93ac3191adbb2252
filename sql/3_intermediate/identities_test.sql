-- every form is a form of one breach
select report_key, place, entity_name
from intermediate.forms
anti join intermediate.identities using (report_key, place);

-- no two breaches have one id
select breach_id, count(*) as first_forms
from intermediate.identities
where step = 1
group by all
having count(*) > 1;

-- no capture lists two forms of one breach side by side
select
    here.source_file,
    here.source_line,
    beside.source_file as beside_file,
    beside.source_line as beside_line,
    one.breach_id
from intermediate.listings as later
join intermediate.identities as one
    on one.report_key = later.report_key
    and one.place = later.place
join intermediate.identities as other
    on other.breach_id = one.breach_id
    and (other.report_key, other.place) < (one.report_key, one.place)
join intermediate.listings as earlier
    on earlier.report_key = other.report_key
    and earlier.place = other.place
join intermediate.reports as here on here.report_no = later.report_no
join intermediate.reports as beside on beside.report_no = earlier.report_no
where earlier.first_order <= later.last_order
    and later.first_order <= earlier.last_order;

-- warn: every chain of forms is clear
select source_file, source_line, entity_name
from intermediate.reports
join intermediate.matches using (report_key)
anti join (select * from intermediate.identities where rung is not null) using (report_key, place)
order by source_file, source_line;
