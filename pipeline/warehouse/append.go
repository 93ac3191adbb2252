package warehouse

import (
	"context"
	"database/sql/driver"
	"errors"
	"fmt"

	duckdb "github.com/duckdb/duckdb-go/v2"
)

// appended is about how many bytes of text the appender keeps, in memory that DuckDB does not count,
// before they go into the table.
const appended = 16 << 20

// Append fills a table by way of DuckDB's appender, which is fast. fill calls add once a row with a
// value for each column, in the table's order. After an error the table is not to be used.
func (w *Warehouse) Append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error {
	if err := w.Exec(ctx, "begin"); err != nil {
		return oneLine(err)
	}
	if err := w.append(ctx, schema, table, fill); err != nil {
		return errors.Join(err, w.Exec(context.WithoutCancel(ctx), "rollback"))
	}
	return w.Exec(ctx, "commit")
}

func (w *Warehouse) append(ctx context.Context, schema, table string, fill func(add func(...driver.Value) error) error) error {
	return w.conn.Raw(func(conn any) error {
		appender, err := duckdb.NewAppenderFromConn(conn.(driver.Conn), schema, table)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", schema, table, err)
		}
		kept := 0
		err = fill(func(values ...driver.Value) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			if kept > appended {
				kept = 0
				if err := appender.Flush(); err != nil {
					return err
				}
			}
			for _, value := range values {
				if text, isText := value.(string); isText {
					kept += len(text)
				}
			}
			return appender.AppendRow(values...)
		})
		if err != nil {
			return errors.Join(err, appender.Clear(), appender.Close())
		}
		return appender.Close()
	})
}
