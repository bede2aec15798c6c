package dev.shisa.server.platform.start;

import dev.shisa.server.platform.jobs.Background;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Gives memory back when nothing goes on any more. The serial collector makes the heap smaller only after it has looked at all of it, which
 * it does when the heap is full and not when work has ended; and what native code has freed stays with the process until the C library is
 * told to return it. So after work, in the first half minute that is as quiet as with nobody there, both are done, and once more in the
 * next: what the first look only unties – classes, what a cleaner frees, what is kept as long as there is room – goes with the second.
 */
@Component
class QuietTime implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QuietTime.class);
    private static final Duration EVERY = Duration.ofSeconds(30);

    /** What goes on beside, such as looking for what is due, fills the youngest part of the heap so often. */
    private static final long QUIET_MAX = 3;

    /** With fewer collections since the last time nothing has happened that would be worth the third of a second that looking costs. */
    private static final long WORK_MIN = 10;

    private static final int LOOKS = 2;

    private final Background.Timer timer = Background.timer("quiet-time");

    private long collectionsBefore;

    private long collectionsAtRest;

    /** How often it is still to be done. The start counts as work: it leaves more behind than most, however few collections it took. */
    private int looksLeft = LOOKS;

    @EventListener(ApplicationReadyEvent.class)
    void begin() {
        // The start itself is work that has ended now.
        collectionsBefore = collections();
        timer.every(EVERY, this::look);
    }

    private void look() {
        try {
            if (isDue(collections())) {
                System.gc();
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "systemTrimNativeHeap",
                                null,
                                null);
                atRest(collections());
            }
        } catch (JMException | RuntimeException e) {
            // Of another C library; the heap was given back all the same.
            LOG.debug("native memory stays as it is", e);
            atRest(collections());
        }
    }

    /**
     * Whether work has ended and left something to give back.
     *
     * @param collections how many there were since the start
     */
    boolean isDue(long collections) {
        boolean quiet = collections - collectionsBefore <= QUIET_MAX;
        collectionsBefore = collections;
        if (collections - collectionsAtRest >= WORK_MIN) {
            looksLeft = LOOKS;
        }
        return quiet && looksLeft > 0;
    }

    void atRest(long collections) {
        looksLeft--;
        collectionsBefore = collections;
        collectionsAtRest = collections;
    }

    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionCount)
                .sum();
    }

    @Override
    public void close() {
        timer.close();
    }
}
