package dev.shisa.server.platform.start;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * From when to when the server ran, in its log: whoever finds it stopped learns there whether it was told to, and whether the program
 * that had started it was still there.
 */
@Component
class RunNotes {

    private static final Logger LOG = LoggerFactory.getLogger(RunNotes.class);

    private final PublicAddress address;
    private final long startedNanos = System.nanoTime();
    private final Optional<ProcessHandle> parent = ProcessHandle.current().parent();

    RunNotes(@Value("${shisa.data}") Path data, PublicAddress address) {
        this.address = address;
        LOG.info(
                "starting: Shisa {}, process {} on Java {}, started by process {}, data in {}",
                OwnVersion.text(),
                ProcessHandle.current().pid(),
                Runtime.version(),
                parent.map(ProcessHandle::pid).orElse(0L),
                data.toAbsolutePath());
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        LOG.info(
                "ready after {} s at {}",
                Optional.ofNullable(event.getTimeTaken())
                        .map(Duration::toSeconds)
                        .orElse(0L),
                address.ofStart());
    }

    /** The system ends a process by a signal; who sent it cannot be seen, but that it was no failure of ours, which ends otherwise. */
    @EventListener(ContextClosedEvent.class)
    void stops() {
        LOG.info(
                "stopping in order, as told by a signal (Ctrl+C, kill, the system that stops) after {} s; process {}, which started"
                        + " it, {}. Requests that are under way are still answered",
                Duration.ofNanos(System.nanoTime() - startedNanos).toSeconds(),
                parent.map(ProcessHandle::pid).orElse(0L),
                parent.filter(ProcessHandle::isAlive).isPresent() ? "is there" : "is gone");
    }
}
