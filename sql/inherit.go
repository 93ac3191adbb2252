package models

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// asIn begins the comment of a column that means what the column of that name in another model means.
var asIn = regexp.MustCompile(`^As in ([a-z]+\.[a-z][a-z0-9_]*)\.(?: (.+))?$`)

// inherit replaces each comment "As in marts.breaches." by that of the model's column of the same name,
// and keeps what follows: "As in marts.breaches. Never null." A model may itself inherit.
func inherit(models []Model) error {
	var bad []error
	for i := range models {
		for j := range models[i].Header.Columns {
			if err := inheritColumn(models, &models[i], &models[i].Header.Columns[j], nil); err != nil {
				bad = append(bad, err)
			}
		}
	}
	return errors.Join(bad...)
}

// inheritColumn replaces the comment of one column. passed names the models that inherit from this one.
func inheritColumn(models []Model, of *Model, column *Column, passed []string) error {
	match := asIn.FindStringSubmatch(column.Comment)
	if match == nil {
		return nil
	}
	passed = append(passed, of.Table())
	if slices.Contains(passed, match[1]) {
		return fmt.Errorf("%s:1: column %s is as in %s, which is as in this one", of.Path, column.Name, match[1])
	}
	model := slices.IndexFunc(models, func(one Model) bool { return one.Table() == match[1] })
	if model < 0 {
		return fmt.Errorf("%s:1: column %s is as in %s: want a model of that name, got none", of.Path, column.Name, match[1])
	}
	columns := models[model].Header.Columns
	source := slices.IndexFunc(columns, func(one Column) bool { return one.Name == column.Name })
	if source < 0 {
		return fmt.Errorf("%s:1: column %s is as in %s: want a column of that name there, got none", of.Path, column.Name, match[1])
	}
	if err := inheritColumn(models, &models[model], &columns[source], passed); err != nil {
		return err
	}
	column.Comment = strings.TrimSpace(columns[source].Comment + " " + match[2])
	return nil
}
