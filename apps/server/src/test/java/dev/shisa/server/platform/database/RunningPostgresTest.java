package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.storage.DataLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way into the database for a process beside the server. */
class RunningPostgresTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void whatARunningServerStartsAgainIsWaitedFor() throws Exception {
        Path other = folder.resolve("other");
        Path data = Files.createDirectories(folder.resolve("data"));
        try (EmbeddedPostgres database = EmbeddedPostgres.start(other, PostgresOptions.standard());
                DataLock _ = DataLock.take(data)) {
            Files.createSymbolicLink(data.resolve("secrets"), other.resolve("secrets"));
            Files.createDirectories(data.resolve("postgres").resolve("data"));
            CompletableFuture<Void> again = CompletableFuture.runAsync(
                    () -> {
                        try {
                            Files.move(data.resolve("postgres"), data.resolve("ended"));
                            Files.createSymbolicLink(data.resolve("postgres"), other.resolve("postgres"));
                        } catch (java.io.IOException e) {
                            throw new java.io.UncheckedIOException(e);
                        }
                    },
                    CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS));
            try (RunningPostgres address = RunningPostgres.reach(data);
                    Connection connection =
                            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password())) {
                assertThat(address.jdbcUrl()).isEqualTo(database.jdbcUrl());
                assertThat(connection.isValid(5)).isTrue();
            }
            again.join();
        }
    }

    /** What computes looks at nothing else, and would hold the memory of the ended database until it has its result. */
    @Test
    void aDatabaseThatEndedIsThereAgainAlsoWhileAQueryOfItIsBusy() throws Exception {
        try (EmbeddedPostgres database = EmbeddedPostgres.start(folder, PostgresOptions.standard());
                Connection busy =
                        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password())) {
            long before = database.processId();
            CompletableFuture<Boolean> query = CompletableFuture.supplyAsync(() -> {
                try {
                    return busy.createStatement().execute("SELECT count(*) FROM generate_series(1, 100000000000)");
                } catch (java.sql.SQLException e) {
                    return false;
                }
            });
            Thread.sleep(1_000);
            LeftoverProcesses.signal("KILL", List.of(before));
            assertThat(query.get(1, TimeUnit.MINUTES)).isFalse();
            try (RunningPostgres again = RunningPostgres.reach(folder);
                    Connection connection =
                            DriverManager.getConnection(again.jdbcUrl(), again.user(), again.password())) {
                assertThat(connection.isValid(5)).isTrue();
            }
            assertThat(database.processId()).isNotEqualTo(before);
        }
    }
}
