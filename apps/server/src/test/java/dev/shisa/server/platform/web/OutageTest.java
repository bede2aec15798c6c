package dev.shisa.server.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.Problem;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

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
    void tellsByTheSystemsOwnWords() {
        assertThat(Outage.behind(new UncheckedIOException(
                        "the file could not be stored", new IOException("No space left on device"))))
                .hasValueSatisfying(problem -> is(problem, 507, "outage.disk-full"));
        assertThat(Outage.behind(new FileSystemException("/data/blobs/tmp", null, "Read-only file system")))
                .hasValueSatisfying(problem -> is(problem, 503, "outage.disk-refuses"));
        assertThat(Outage.behind(new FileNotFoundException("/data/x (Too many open files)")))
                .hasValueSatisfying(problem -> is(problem, 503, "outage.busy"));
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
