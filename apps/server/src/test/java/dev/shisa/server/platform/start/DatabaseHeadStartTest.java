package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.shisa.server.platform.database.EmbeddedPostgres;
import dev.shisa.server.platform.database.PostgresOptions;
import dev.shisa.server.platform.database.TestDatabase;
import dev.shisa.server.platform.logs.LogLines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class DatabaseHeadStartTest {

    @TempDir
    Path data;

    @Test
    void handsOverWhatItStartedAndStopsWhatNobodyTook() throws InterruptedException {
        PostgresOptions options = PostgresOptions.throwAway(TestDatabase.sharedBinaries());
        DatabaseHeadStart taken = new DatabaseHeadStart();
        taken.begin(() -> EmbeddedPostgres.start(data, options));
        EmbeddedPostgres database = taken.take().orElseThrow();
        assertThat(taken.take()).isEmpty();
        taken.close();
        long process = database.processId();
        assertThat(ProcessHandle.of(process)).isPresent();
        database.close();
        assertThat(ProcessHandle.of(process)).isEmpty();

        DatabaseHeadStart left = new DatabaseHeadStart();
        left.begin(() -> EmbeddedPostgres.start(data, options));
        left.close();
        // Its folder is free again.
        EmbeddedPostgres.start(data, options).close();
    }

    @Test
    void thatTheDatabaseRunsAndThatItIsStoppedStandInTheLog() throws IOException, InterruptedException {
        DatabaseHeadStart begun = new DatabaseHeadStart();
        begun.begin(() -> EmbeddedPostgres.start(data, PostgresOptions.throwAway(TestDatabase.sharedBinaries())));
        DefaultListableBeanFactory beans = new DefaultListableBeanFactory();
        beans.registerSingleton("databaseHeadStart", begun);
        List<String> lines = new ArrayList<>();
        try (LogLines _ = LogLines.of(DatabaseConfig.class, lines::add)) {
            new DatabaseConfig()
                    .database(data, "", "", "", beans.getBeanProvider(DatabaseHeadStart.class))
                    .close();
        }
        assertThat(lines).hasSize(2);
        assertThat(lines.getFirst()).matches("the database runs, process \\d+");
        assertThat(lines.getLast()).isEqualTo("the database is stopped");
    }

    @Test
    void tellsWhyItFailedInTheWordsOfTheDatabase() {
        DatabaseHeadStart failed = new DatabaseHeadStart();
        IllegalStateException why = new IllegalStateException("no room");
        failed.begin(() -> {
            throw why;
        });
        assertThatThrownBy(failed::take).isSameAs(why);
        failed.close();
    }

    @Test
    void hasNothingWhereNoneWasBegun() throws InterruptedException {
        DatabaseHeadStart none = new DatabaseHeadStart();
        assertThat(none.take()).isEmpty();
        none.close();
    }
}
