import java.sql.*;
import java.sql.Date;
import java.util.*;

/**
 * Asks a server as BI tools on Java do, over JDBC. Ends with an error where an answer is another.
 *
 * Usage: Flight.java HOST:PORT TLS_HOST:TLS_PORT CERTIFICATE TOKEN; the second server wants the token over TLS.
 */
public class Flight {
    static final String ENDLESS = "select count(*) from range(1000000000000) a, range(1000000) b";
    static int passed = 0;

    interface Call { void run() throws Exception; }

    static void check(String name, Object got, Object want) {
        if (!Objects.equals(String.valueOf(got), String.valueOf(want)))
            throw new AssertionError(name + ": want " + want + ", got " + got);
        passed++;
    }

    static void refused(String name, String word, Call call) throws Exception {
        try {
            call.run();
        } catch (SQLException error) {
            StringBuilder words = new StringBuilder();
            for (Throwable cause = error; cause != null; cause = cause.getCause()) words.append(cause.getMessage()).append(' ');
            if (!words.toString().contains(word)) throw new AssertionError(name + ": want " + word + " in the error, got " + words);
            passed++;
            return;
        }
        throw new AssertionError(name + ": want an error");
    }

    static Connection at(String address, String options) throws SQLException {
        return DriverManager.getConnection("jdbc:arrow-flight-sql://" + address + "?" + options);
    }

    static List<String> column(ResultSet rows, String name) throws SQLException {
        List<String> values = new ArrayList<>();
        try (rows) { while (rows.next()) values.add(rows.getString(name)); }
        return values;
    }

    static void catalogue(DatabaseMetaData meta) throws SQLException {
        check("product", meta.getDatabaseProductName(), "breachstats");
        check("read only", meta.isReadOnly(), true);
        check("quote", meta.getIdentifierQuoteString(), "\"");
        check("catalogs", column(meta.getCatalogs(), "TABLE_CAT"), "[breaches]");
        check("schemas", column(meta.getSchemas(null, "marts"), "TABLE_SCHEM"), "[marts]");
        check("tables", column(meta.getTables(null, "marts", "breaches", null), "TABLE_NAME"), "[breaches]");
        check("kinds of tables", column(meta.getTableTypes(), "TABLE_TYPE"), "[TABLE, VIEW]");
        try (ResultSet rows = meta.getColumns(null, "marts", "breaches", "state")) {
            rows.next();
            check("a column", rows.getString("TYPE_NAME"), "VARCHAR");
            check("its comment", rows.getString("REMARKS").contains("Postal code"), true);
        }
        check("its key", column(meta.getPrimaryKeys(null, "marts", "breaches"), "COLUMN_NAME"), "[breach_id]");
        check("no keys of others", column(meta.getImportedKeys(null, "marts", "breaches"), "FKCOLUMN_NAME"), "[]");
        check("no keys elsewhere", column(meta.getExportedKeys(null, "marts", "breaches"), "FKCOLUMN_NAME"), "[]");
    }

    static void types(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery("select true as b, 1 as i, 1.5 as dc, 1.5e0 as f, 'x' as t, date '2024-02-29' as d, "
                + "timestamp '2024-02-29 01:02:03.004005' as ts, ['a', 'b'] as l, null as n, cast(12 as hugeint) as h, cast('a' as blob) as bl, cast(1.5 as float) as r, {'a': 1} as st")) {
            rows.next();
            List<String> got = new ArrayList<>();
            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                Object value = rows.getObject(i);
                got.add(rows.getMetaData().getColumnName(i) + " " + (value instanceof byte[] bytes ? new String(bytes) : value));
            }
            check("types", got, "[b true, i 1, dc 1.5, f 1.5, t x, d 2024-02-29, ts 2024-02-29 01:02:03.004005, l [\"a\",\"b\"], n null, h 12, bl a, r 1.5, st {'a': 1}]");
        }
    }

    static void prepared(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select cast(? as bigint) + 1, cast(? as varchar) || '!', cast(? as date), cast(? as double), cast(? as boolean), cast(? as timestamp)")) {
            for (int n : new int[] {1, 41}) {
                statement.setLong(1, n);
                statement.setString(2, "o'n\"e");
                statement.setDate(3, Date.valueOf("2024-02-29"));
                statement.setDouble(4, 0.1);
                statement.setBoolean(5, true);
                statement.setTimestamp(6, Timestamp.valueOf("2024-02-29 01:02:03"));
                try (ResultSet rows = statement.executeQuery()) {
                    rows.next();
                    check("parameters", List.of(rows.getLong(1), rows.getString(2), rows.getDate(3), rows.getDouble(4), rows.getBoolean(5), rows.getTimestamp(6)),
                        "[" + (n + 1) + ", o'n\"e!, 2024-02-29, 0.1, true, 2024-02-29 01:02:03.0]");
                }
            }
        }
        try (PreparedStatement statement = connection.prepareStatement("select count(*) from marts.breaches where individuals >= ? and submitted_on >= ?")) {
            statement.setInt(1, 0);
            statement.setDate(2, Date.valueOf("2000-01-01"));
            try (ResultSet rows = statement.executeQuery()) {
                rows.next();
                check("a filter by parameters", rows.getLong(1) > 100, true);
            }
        }
    }

    public static void main(String[] given) throws Exception {
        String plain = "useEncryption=false";
        try (Connection connection = at(given[0], plain); Statement statement = connection.createStatement()) {
            catalogue(connection.getMetaData());
            types(statement);
            prepared(connection);
            refused("a write", "nothing here can be changed", () -> statement.executeUpdate("delete from marts.breaches"));
            refused("a mistake", "line 2", () -> statement.executeQuery("select\nbogus from marts.breaches"));
        }
        try (Connection connection = at(given[0], plain); Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            refused("a timeout", "timed out", () -> statement.executeQuery(ENDLESS).next());
        } catch (SQLException error) {
            // The driver counts what it has not read when it closes after a timeout.
            check("the end after a timeout", error.getMessage().contains("clean up"), true);
        }
        Connection cancelled = at(given[0], plain);
        Statement endless = cancelled.createStatement();
        new Timer(true).schedule(new TimerTask() {
            public void run() { try { endless.cancel(); } catch (SQLException error) { throw new RuntimeException(error); } }
        }, 1000);
        long began = System.nanoTime();
        refused("a cancel", "ancel", () -> endless.executeQuery(ENDLESS).next());
        check("cancelled soon", System.nanoTime() - began < 20_000_000_000L, true);

        String secure = "useEncryption=true&useSystemTrustStore=false&tlsRootCerts=" + given[2];
        for (String access : List.of("&token=" + given[3], "&user=newsroom&password=" + given[3]))
            try (Connection connection = at(given[1], secure + access); Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery("select 42")) {
                rows.next();
                check("TLS and a token", rows.getInt(1), 42);
            }
        refused("a wrong token", "token", () -> { try (Connection connection = at(given[1], secure + "&token=wrong")) { connection.createStatement().executeQuery("select 42"); } });
        System.out.println(passed + " checks passed");
        System.exit(0); // threads of the driver may be left
    }
}
