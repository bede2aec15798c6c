package dev.shisa.server.platform.database;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A JVM of its own that starts the database of a data directory, inserts rows for ever and tells which are committed. */
final class DatabaseInOtherProcess implements AutoCloseable {

    private final Process process;
    private final BufferedReader out;
    private long lastCommitted;

    private DatabaseInOtherProcess(Process process) {
        this.process = process;
        this.out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
    }

    /** Starts it with the given class path, behind command words that may change the user. */
    static DatabaseInOtherProcess start(
            List<String> prefix, String classPath, Path data, Path binaries, boolean diesWithParent)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                classPath,
                DatabaseInOtherProcess.class.getName(),
                data.toString(),
                binaries.toString(),
                Boolean.toString(diesWithParent)));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // A folder that any user may be in.
        builder.directory(new File("/"));
        return new DatabaseInOtherProcess(builder.start());
    }

    static DatabaseInOtherProcess start(Path data, Path binaries, boolean diesWithParent) throws IOException {
        return start(List.of(), classPath(), data, binaries, diesWithParent);
    }

    private static String classPath() {
        return smallClassPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    /** The parts of the class path that this class needs. */
    static List<Path> smallClassPath() {
        String whole = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return Arrays.stream(whole.split(File.pathSeparator, -1))
                .map(part -> Path.of(part).toAbsolutePath())
                .filter(path ->
                        path.getFileName().toString().matches("(classes|test-classes|postgresql-.*|jspecify-.*)"))
                .toList();
    }

    /** The next line that starts with the word, without it; fails with everything said if the process ends before. */
    String await(String word) throws IOException {
        StringBuilder said = new StringBuilder();
        String line = readLine();
        while (line != null) {
            if (line.startsWith(word + " ")) {
                return line.substring(word.length() + 1);
            }
            said.append(line).append('\n');
            line = readLine();
        }
        throw new AssertionError("ended without \"" + word + "\":\n" + said);
    }

    void awaitCommitted(long row) throws IOException {
        while (lastCommitted < row) {
            await("committed");
        }
    }

    /** Ends the JVM without any chance to clean up; returns the number of the last row that it had committed. */
    long killAndReadLastCommitted() throws IOException, InterruptedException {
        // By its handle: destroying the Process itself would close what we still want to read.
        process.toHandle().destroyForcibly();
        while (readLine() != null) {
            // until the end
        }
        process.waitFor();
        return lastCommitted;
    }

    private @Nullable String readLine() throws IOException {
        String line = out.readLine();
        // A line may be cut by the kill; its row was committed, but we do not know which it was.
        if (line != null && line.matches("committed [0-9]+;")) {
            lastCommitted = Long.parseLong(line.substring("committed ".length(), line.length() - 1));
        }
        return line;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        PostgresOptions options = new PostgresOptions(
                true,
                20,
                PostgresOptions.standard().startTimeout(),
                PostgresOptions.standard().stopTimeout(),
                PostgresOptions.RunAs.AUTO,
                Boolean.parseBoolean(arguments[2]),
                Optional.of(Path.of(arguments[1])));
        try (EmbeddedPostgres server = EmbeddedPostgres.start(Path.of(arguments[0]), options);
                Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password())) {
            System.out.println("started " + server.processId());
            connection.createStatement().execute("DROP TABLE IF EXISTS load");
            connection.createStatement().execute("CREATE TABLE load (n bigint PRIMARY KEY)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO load VALUES (?)")) {
                for (long n = 1; ; n++) {
                    insert.setLong(1, n);
                    insert.executeUpdate();
                    System.out.println("committed " + n + ";");
                    if (System.in.available() > 0) {
                        System.out.println("stopping on request");
                        return;
                    }
                }
            }
        } catch (dev.shisa.server.platform.StartException e) {
            System.out.println("refused " + e.getMessage());
        }
    }

    /** Asks it to stop by itself. */
    void askToStop() throws IOException, InterruptedException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        await("stopping");
        while (out.readLine() != null) {
            // until it has ended
        }
        process.waitFor();
    }
}
