package dev.shisa.server.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.shisa.server.ServerTest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;

/** A fresh installation's log is not empty: the start and the stop stand in it. */
class RunNotesTest extends ServerTest {

    @Autowired
    PublicAddress address;

    @Test
    void theStartAndTheStopAreWrittenDownWithWhoStartedIt() {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger notes = (Logger) LoggerFactory.getLogger(RunNotes.class);
        log.start();
        notes.addAppender(log);
        try {
            new RunNotes(Path.of("data"), address).stops();
        } finally {
            notes.detachAppender(log);
        }
        String own = "process " + ProcessHandle.current().pid();
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        assertThat(log.list).hasSize(2);
        assertThat(log.list.getFirst().getFormattedMessage())
                .startsWith("starting: Shisa ")
                .contains(
                        own,
                        "started by process " + parent,
                        Path.of("data").toAbsolutePath().toString());
        assertThat(log.list.getLast().getFormattedMessage())
                .startsWith("stopping in order")
                .contains("process " + parent + ", which started it, is there");
    }
}
