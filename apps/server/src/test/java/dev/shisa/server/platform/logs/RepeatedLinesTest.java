package dev.shisa.server.platform.logs;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RepeatedLinesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final LoggerContext log = new LoggerContext();
    private final RepeatedLines filter = new RepeatedLines(nanos::get);
    private final ListAppender<ILoggingEvent> written = new ListAppender<>();
    private final Logger one = log.getLogger("one");

    @BeforeEach
    void begin() {
        written.start();
        log.getLogger("ROOT").addAppender(written);
        log.getLogger("ROOT").setLevel(Level.INFO);
        log.addTurboFilter(filter);
    }

    private List<String> lines() {
        return written.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    @Test
    void theSameWordsAreWrittenSomeTimesAMinuteAndThenCounted() {
        for (int i = 0; i < 502; i++) {
            one.error("request {} failed", i);
            one.debug("request {} failed", i);
        }
        one.info("something else");
        log.getLogger("other").error("request {} failed", "there");
        assertThat(lines()).hasSize(RepeatedLines.WRITTEN_MAX + 2).contains("something else", "request there failed");
        filter.tell();
        assertThat(lines()).hasSize(RepeatedLines.WRITTEN_MAX + 2);
        nanos.addAndGet(RepeatedLines.WINDOW.toNanos());
        filter.tell();
        assertThat(lines())
                .hasSize(RepeatedLines.WRITTEN_MAX + 3)
                .last()
                .asString()
                .contains("482 more lines");
        assertThat(written.list.getLast().getLevel()).isEqualTo(Level.ERROR);
        filter.tell();
        one.error("request {} failed", "again");
        assertThat(lines()).hasSize(RepeatedLines.WRITTEN_MAX + 4).last().isEqualTo("request again failed");
    }

    @Test
    void wordsThatWerePutTogetherAreCountedByTheirLogger() {
        for (int i = 0; i < RepeatedLines.KINDS_MAX + 500; i++) {
            one.warn("request " + i + " failed");
        }
        log.getLogger("other").warn("something else");
        assertThat(lines())
                .hasSize(RepeatedLines.KINDS_MAX + RepeatedLines.WRITTEN_MAX + 1)
                .contains("something else");
        nanos.addAndGet(RepeatedLines.WINDOW.toNanos());
        filter.tell();
        assertThat(lines()).last().asString().isEqualTo("480 more lines like the last in a minute: of many kinds");
        one.warn("request of which nothing was counted yet");
        assertThat(lines()).last().isEqualTo("request of which nothing was counted yet");
    }
}
