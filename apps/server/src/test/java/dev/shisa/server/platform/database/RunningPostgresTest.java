package dev.shisa.server.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.platform.storage.DataLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
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
}
