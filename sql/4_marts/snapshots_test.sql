-- warn: every character of the current capture could be read
select source_file, encoding, damaged_characters
from marts.snapshots
where is_current and damaged_characters > 0;
