-- every mitigated threat is one of HICP's, and every practice one of its ten
select practice_no, hicp_threat
from reference.hicp_practice_threats
left join reference.hicp_practices using (practice_no)
left join reference.hicp_threats using (hicp_threat)
where hicp_practices.name is null
    or hicp_threats.name is null;

-- every practice mitigates a threat, and every threat is mitigated
select name
from reference.hicp_practices
anti join reference.hicp_practice_threats using (practice_no)
union all
select name
from reference.hicp_threats
anti join reference.hicp_practice_threats using (hicp_threat);
