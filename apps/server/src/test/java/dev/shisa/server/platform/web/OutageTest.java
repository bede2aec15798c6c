package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.Problem;
import jakarta.servlet.ServletException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;

/** What is no fault of the program has words of its own. */
class OutageTest {

    @ParameterizedTest
    @CsvSource({
        "53100, could not extend file, 507, outage.disk-full",
        "58030, could not write block 5: No space left on device, 507, outage.disk-full",
        "58030, could not write block 5: Read-only file system, 503, outage.disk-refuses",
        "58030, could not fsync file: whatever else, 503, outage.disk-refuses",
        "25006, cannot execute INSERT in a read-only transaction, 503, outage.disk-refuses",
        "XX001, invalid page in block 0 of relation base/5/1259, 500, outage.damaged",
        "57P01, terminating connection, 503, outage.database",
        "57P03, the database system is in recovery mode, 503, outage.database",
        "08006, An I/O error occurred while sending, 503, outage.database",
        "53300, sorry, 503, outage.database"
    })
    void tellsByTheDatabasesOwnCode(String state, String message, int status, String code) {
        Throwable failure = new UncategorizedSQLException("task", "SELECT 1", new SQLException(message, state));
        assertThat(Outage.behind(new IllegalStateException(failure)))
                .hasValueSatisfying(problem -> is(problem, status, code));
    }

    @Test
    void theRollbackAfterACommitThatNeverCameBackIsTheDatabaseBeingAway() {
        Throwable failure =
                new TransactionSystemException("JDBC rollback failed", new SQLException("Connection is closed"));
        assertThat(Outage.behind(failure)).hasValueSatisfying(problem -> is(problem, 503, "outage.database"));
    }

    @Test
    void tellsByTheSystemsOwnWords() {
        assertThat(Outage.behind(new UncheckedIOException(
                        "the file could not be stored", new IOException("No space left on device"))))
                .hasValueSatisfying(problem -> is(problem, 507, "outage.disk-full"));
        assertThat(Outage.behind(new FileSystemException("/data/blobs/tmp", null, "Read-only file system")))
                .hasValueSatisfying(problem -> is(problem, 503, "outage.disk-refuses"));
    }

    static Stream<Throwable> lackOfHandles() {
        IOException accept = new IOException("Too many open files in system");
        SQLException connect =
                new SQLException("The connection attempt failed.", "08001", new SocketException("Too many open files"));
        SQLException batch = new SQLException("batch entry 3 was aborted", "23000");
        batch.setNextException(new SQLException("could not open file \"base/5/1259\": Too many open files", "53000"));
        IllegalStateException closing = new IllegalStateException("the pack could not be closed");
        closing.addSuppressed(new FileSystemException("/data/tmp", null, "Too many open files"));
        ExceptionInInitializerError initialising = new ExceptionInInitializerError(
                "Exception java.lang.UnsatisfiedLinkError: libmanagement.so: cannot open shared object file: Too many open files");
        NoClassDefFoundError loading = new NoClassDefFoundError("Could not initialize class sun.management.X");
        loading.initCause(initialising);
        return Stream.of(
                accept,
                new FileNotFoundException("/data/x (Too many open files)"),
                new IOException("Cannot run program \"java\": error=24, Too many open files"),
                new ServletException("the handler failed", loading),
                new SQLTransientConnectionException("request timed out", "08001", 0, connect),
                new CannotCreateTransactionException("no connection", connect),
                new UncategorizedSQLException("task", "INSERT", batch),
                new IllegalStateException(new UncheckedIOException(accept)),
                closing);
    }

    @ParameterizedTest
    @MethodSource("lackOfHandles")
    void aMissingFileHandleIsToldAsSuchHoweverItComes(Throwable failure) {
        assertThat(Outage.behind(failure)).hasValueSatisfying(problem -> is(problem, 503, "outage.busy"));
    }

    @Test
    void whatPeopleTypedIsNotTakenForAWordOfTheSystem() {
        assertThat(Outage.behind(new SQLException("duplicate key: (name)=(Too many open files)", "23505")))
                .isEmpty();
    }

    @Test
    void causesThatGoInACircleEnd() {
        Exception first = new Exception("first");
        first.initCause(new Exception("second", first));
        assertThat(Outage.behind(first)).isEmpty();
    }

    @Test
    void aPoolWithoutAConnectionIsADatabaseThatIsAway() {
        assertThat(Outage.behind(new CannotCreateTransactionException(
                        "no connection", new SQLTransientConnectionException("request timed out"))))
                .hasValueSatisfying(problem -> is(problem, 503, "outage.database"));
    }

    @Test
    void aFaultOfOurOwnStaysOne() {
        assertThat(Outage.behind(new NullPointerException())).isEmpty();
        assertThat(Outage.behind(new IOException("unexpected end"))).isEmpty();
        assertThat(Outage.behind(new SQLException("duplicate key", "23505"))).isEmpty();
    }

    private static void is(Problem problem, int status, String code) {
        assertThat(List.of(problem.status(), problem.code())).isEqualTo(List.of(status, code));
    }
}
