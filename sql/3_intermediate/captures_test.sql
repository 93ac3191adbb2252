-- one capture of the HIPAA list is current
select currents
from (select count(*) as currents from intermediate.captures where is_current)
where currents <> 1;

-- synthetic and real captures do not stand in one store
select captured_on, hashes, is_synthetic
from intermediate.captures
where (select count(distinct is_synthetic) from intermediate.captures) > 1;
