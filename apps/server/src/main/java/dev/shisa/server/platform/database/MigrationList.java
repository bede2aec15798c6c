package dev.shisa.server.platform.database;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.sql.DataSource;

/**
 * The migrations that this version of Shisa brings, as Flyway writes them into its history: with one query a start sees that
 * the database has exactly these, each with its checksum and none that failed. That is what Flyway's own check comes to, for
 * which it reads every file, loads some hundred classes and first asks the database about itself. Whatever differs is
 * Flyway's business.
 *
 * @param lines one for each migration, in the order of their versions: version, description, type, script, checksum, parted
 *     by tabs
 */
public record MigrationList(List<String> lines) {

    /** Where the build puts the list. */
    public static final String FILE = "db/migrations.tsv";

    private static final Pattern NAME = Pattern.compile("V([0-9]+)__(\\w+)\\.sql");

    /** Far more than there will be. */
    private static final int FILE_BYTES_MAX = 1 << 20;

    public MigrationList {
        lines = List.copyOf(lines);
    }

    /**
     * The list of files.
     *
     * @param files contents by name
     */
    public static MigrationList of(Map<String, String> files) {
        record Numbered(long version, String line) {}
        List<Numbered> all = new ArrayList<>();
        files.forEach((name, content) -> {
            Matcher parts = NAME.matcher(name);
            if (!parts.matches()) {
                throw new IllegalArgumentException(name + " is no name of a migration");
            }
            String description = parts.group(2).replace('_', ' ');
            all.add(new Numbered(
                    Long.parseLong(parts.group(1)),
                    String.join("\t", parts.group(1), description, "SQL", name, Integer.toString(checksum(content)))));
        });
        return new MigrationList(all.stream()
                .sorted(Comparator.comparingLong(Numbered::version))
                .map(Numbered::line)
                .toList());
    }

    /** Flyway's checksum of a script: CRC-32 of its lines without what ends them. */
    private static int checksum(String content) {
        CRC32 sum = new CRC32();
        new BufferedReader(new StringReader(content))
                .lines()
                .forEach(line -> sum.update(line.getBytes(StandardCharsets.UTF_8)));
        return (int) sum.getValue();
    }

    /** The list that the build made; empty where Shisa runs from the folders of a build. */
    public static Optional<MigrationList> packaged() {
        try (InputStream in = MigrationList.class.getClassLoader().getResourceAsStream(FILE)) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new MigrationList(new String(in.readNBytes(FILE_BYTES_MAX), StandardCharsets.UTF_8)
                            .lines()
                            .toList()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the database has exactly these migrations. */
    public boolean isHistoryOf(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            try (ResultSet table = statement.executeQuery("SELECT to_regclass('flyway_schema_history')")) {
                if (!table.next() || table.getString(1) == null) {
                    return false;
                }
            }
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery("""
                    SELECT concat_ws(E'\\t', coalesce(version, ''), description, type, script, coalesce(checksum::text, '')), success
                    FROM flyway_schema_history ORDER BY installed_rank""")) {
                while (row.next()) {
                    if (!row.getBoolean(2)) {
                        return false;
                    }
                    found.add(row.getString(1));
                }
            }
            return found.equals(lines);
        }
    }
}
