{% macro export(path) %}
{% set columns = [
    "name", "state", "entity_type", "individuals", "submitted_on",
    "breach_types", "locations", "business_associate", "description",
] %}
read_csv(
    '{{ path }}', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"',
    nullstr = ['', '\N'],
    columns = { {% for column in columns %}'{{ column }}': 'varchar'{{ ", " if not loop.last }}{% endfor %} }
)
{% endmacro %}
