-- a number that follows from others is the number that it is compared with
select study, step, computed, value, printed
from marts.derivations
where value is null
    or verdict = 'differs';
