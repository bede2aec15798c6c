package dev.shisa.server.ledger;

import dev.shisa.ledger.LedgerException;
import dev.shisa.ledger.SigningKey;
import dev.shisa.ledger.verify.Finding;
import dev.shisa.ledger.verify.LogVerifier;
import dev.shisa.ledger.verify.Verification;
import dev.shisa.server.platform.ledger.LedgerRecords;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Checks an installation: every file of its logs, every page of the database, what its tables are made of, its rows against the
 * logs, every file of evidence against its hash.
 *
 * <p>Needs no Spring and none of the code that writes; the server may go on meanwhile, only its ledger waits.
 */
final class LedgerCheck {

    /** How PostgreSQL reads by an index. */
    private static final List<String> WAYS_BY_INDEX =
            List.of("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan");

    private final Path data;
    private final InstantSource clock;
    private final Progress progress;
    private final List<Difference> differences = new ArrayList<>();
    private long total;

    LedgerCheck(Path data, InstantSource clock, Progress progress) {
        this.data = data;
        this.clock = clock;
        this.progress = progress;
    }

    /** What is checked, in this order; of several logs one after the other. */
    static final List<String> STAGES = List.of("pages", "log", "records", "tables", "files");

    /** Hears how far the check is. */
    @FunctionalInterface
    interface Progress {
        /**
         * Tells what is done of a stage.
         *
         * @param stage one of {@link #STAGES}
         */
        void at(String stage, long done, long total);
    }

    /**
     * Does it.
     *
     * @param connection to the installation's database, which is used for nothing else meanwhile
     */
    CheckReport run(Connection connection) throws SQLException, IOException {
        Instant started = clock.instant();
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        List<CheckReport.Log> logs = new ArrayList<>();
        List<String> unchecked = new ArrayList<>();
        Counts counts = new Counts();
        try {
            Array path = schemas(connection);
            // First, since what can be relied upon for the rest follows from it.
            PageVerifier pages = new PageVerifier(connection, this::found);
            boolean indexesAreWhole = true;
            if (pages.isPossible()) {
                indexesAreWhole = pages.pages((done, all) -> progress.at("pages", done, all));
            } else {
                unchecked.add("pages");
            }
            PageFiles files = new PageFiles(data.resolve("postgres").resolve("data"), connection);
            if (files.isPossible()) {
                indexesAreWhole &= files.read(this::foundOnce);
            }
            if (!indexesAreWhole) {
                withoutIndexes(connection);
            }
            SchemaVerifier schema = new SchemaVerifier(connection, this::found);
            if (schema.isPossible()) {
                asFarAsReadable(connection, "pg_catalog", () -> schema.compare(path));
            } else {
                unchecked.add("schema");
            }
            compare(connection, logs, counts);
        } catch (SQLException e) {
            if (total == 0) {
                throw e;
            }
            // Without its database nothing more can be asked; what it could not read is among what was found.
            found(new Difference("stopped", null, null, "postgres/data", List.of(String.valueOf(e.getMessage()))));
        } finally {
            restore(connection);
        }
        return new CheckReport(
                started,
                clock.instant(),
                logs,
                counts.records,
                counts.waiting,
                counts.files,
                differences,
                total,
                counts.erased,
                unchecked);
    }

    /** Where names are looked for; from now on only where the tables lie, so that what means the same as PostgreSQL's own is not found first. */
    private static Array schemas(Connection connection) throws SQLException {
        Array path;
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("""
                        SELECT current_schemas(false), set_config('search_path', quote_ident(current_schema()), false)""")) {
            row.next();
            path = row.getArray(1);
        }
        // A setting goes with its transaction when that is rolled back.
        connection.commit();
        return path;
    }

    /** Tables say the same without their indexes, only slower. */
    private static void withoutIndexes(Connection connection) throws SQLException {
        for (String way : WAYS_BY_INDEX) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET " + way + " = off");
            }
        }
        // A setting goes with its transaction when that is rolled back.
        connection.commit();
    }

    /** How much was compared. */
    private static final class Counts {
        private boolean recordsRead;
        private long records;
        private long waiting;
        private long files;
        private List<CheckReport.Erased> erased = List.of();
    }

    private void compare(Connection connection, List<CheckReport.Log> logs, Counts counts)
            throws SQLException, IOException {
        DatabaseVerifier database = new DatabaseVerifier(connection, this::found);
        // A new transaction sees everything that was committed before the lock was got, which is the session's.
        connection.rollback();
        advisory(connection, "SELECT pg_advisory_lock(?)");
        try {
            connection.rollback();
            SortedSet<Integer> numbers = new TreeSet<>(folders());
            counts.recordsRead =
                    asFarAsReadable(connection, "ledger_outbox", () -> numbers.addAll(recorded(connection)));
            for (int number : numbers) {
                CheckReport.Log log = log(number);
                logs.add(log);
                if (!log.root().isEmpty()) {
                    counts.recordsRead &= asFarAsReadable(connection, "ledger_outbox", () -> {
                        database.leaves(
                                number,
                                log.size(),
                                new LeafFiles(folder(number).resolve("public"), log.size()),
                                done -> progress.at("records", done, log.size()));
                        counts.records += log.size();
                    });
                }
            }
        } catch (SQLException | IOException | RuntimeException e) {
            // The connection goes back to a pool, where nobody would give it back.
            connection.rollback();
            advisory(connection, "SELECT pg_advisory_unlock(?)");
            throw e;
        }
        advisory(connection, "SELECT pg_advisory_unlock(?)");
        counts.recordsRead &= asFarAsReadable(connection, "ledger_outbox", () -> {
            counts.waiting = database.waiting();
            counts.erased = database.erased();
        });
        if (counts.recordsRead) {
            progress.at("tables", 0, RecordedTable.ALL.size());
            database.tables();
        }
        asFarAsReadable(connection, "pg_sequence", database::sequences);
        FileVerifier files = new FileVerifier(connection, data.resolve("blobs").resolve("sha256"), this::found);
        boolean listed = asFarAsReadable(connection, "blob", () -> {
            long expected = count(connection);
            counts.files = files.files(done -> progress.at("files", done, expected));
        });
        if (!listed) {
            counts.files = files.byTheirNames(done -> progress.at("files", done, done));
        }
    }

    /** Part of the check that reads one table before all: if that cannot be read, this is told and the rest goes on. */
    private boolean asFarAsReadable(Connection connection, String table, Part part) throws SQLException, IOException {
        Savepoint before = connection.setSavepoint();
        try {
            part.run();
            connection.releaseSavepoint(before);
            return true;
        } catch (SQLException e) {
            if (!DatabaseVerifier.isOfTheData(connection, e)) {
                throw e;
            }
            connection.rollback(before);
            found(new Difference("table-unreadable", null, null, table, List.of(String.valueOf(e.getMessage()))));
            return false;
        }
    }

    @FunctionalInterface
    private interface Part {
        void run() throws SQLException, IOException;
    }

    private static void restore(Connection connection) throws SQLException {
        connection.rollback();
        for (String changed :
                Stream.concat(Stream.of("search_path"), WAYS_BY_INDEX.stream()).toList()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("RESET " + changed);
            }
        }
        connection.commit();
        connection.setReadOnly(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        connection.setAutoCommit(true);
    }

    private void found(Difference difference) {
        total++;
        if (differences.size() < CheckReport.DIFFERENCES_MAX) {
            differences.add(difference);
        }
    }

    /** A table or an index that was told as damaged is not told again for another of its blocks or files. */
    private void foundOnce(Difference damage) {
        String first = firstFile(damage.place());
        if (differences.stream().noneMatch(told -> firstFile(told.place()).equals(first))) {
            found(damage);
        }
    }

    /** Those of a table are called {@code 1234}, {@code 1234.1}, {@code 1234_vm}. */
    private static String firstFile(String place) {
        return place.replaceFirst("[._][^/]*$", "");
    }

    private CheckReport.Log log(int number) throws IOException {
        Path folder = folder(number);
        if (!Files.isDirectory(folder)) {
            found(new Difference("log-missing", number, null, folder.toString(), List.of(number)));
            return new CheckReport.Log(number, "", 0, "");
        }
        String key;
        try {
            key = SigningKey.read(data.resolve("secrets").resolve("ledger-" + number + ".key"))
                    .verifier()
                    .toString();
        } catch (LedgerException e) {
            found(new Difference(
                    "log-damaged", number, null, folder.toString(), List.of(String.valueOf(e.getMessage()))));
            return new CheckReport.Log(number, "", 0, "");
        }
        Verification verification = LogVerifier.verify(folder, key, (done, all) -> progress.at("log", done, all));
        for (Finding finding : verification.findings()) {
            found(new Difference(
                    "log-damaged",
                    number,
                    null,
                    finding.file() + " @ " + finding.offset(),
                    List.of(finding.sentence())));
        }
        return verification
                .checkpoint()
                .map(checkpoint -> new CheckReport.Log(
                        number, key, checkpoint.size(), checkpoint.root().base64()))
                .orElseGet(() -> new CheckReport.Log(number, key, 0, ""));
    }

    private Path folder(int number) {
        return data.resolve("ledger").resolve(Integer.toString(number));
    }

    private List<Integer> folders() throws IOException {
        Path logs = data.resolve("ledger");
        if (!Files.isDirectory(logs)) {
            return List.of();
        }
        try (Stream<Path> folders = Files.list(logs)) {
            return folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.matches("[1-9][0-9]{0,5}"))
                    .map(Integer::valueOf)
                    .toList();
        }
    }

    private static List<Integer> recorded(Connection connection) throws SQLException {
        List<Integer> numbers = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(
                        "SELECT DISTINCT log FROM ledger_outbox WHERE log IS NOT NULL ORDER BY log")) {
            while (row.next()) {
                numbers.add(row.getInt(1));
            }
        }
        return numbers;
    }

    private static long count(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT count(*) FROM blob")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void advisory(Connection connection, String sql) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, LedgerRecords.LOCK);
            statement.execute();
        }
    }
}
