package dev.shisa.server.platform.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.shisa.server.TestClock;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.config.FixedDelayTask;
import org.springframework.scheduling.config.ScheduledTask;
import org.springframework.scheduling.config.ScheduledTaskHolder;
import org.springframework.scheduling.config.ScheduledTaskRegistrar;

class JobsTest {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration FIRST = Duration.ofSeconds(5);

    private final TestClock clock = new TestClock();
    private final Jobs jobs = jobs();

    @Test
    void aJobIsLateWhenItHasNotEndedARoundForFiveMinutesMoreThanItPauses() {
        assertThat(jobs.known()).containsExactly("Verdicts.expire");
        clock.advance(FIRST.plus(Jobs.LATE_AFTER));
        assertThat(jobs.late()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(jobs.late()).containsExactly("Verdicts.expire");

        jobs.ended("Verdicts.expire", true);
        assertThat(jobs.late()).isEmpty();
        clock.advance(PAUSE.plus(Jobs.LATE_AFTER));
        assertThat(jobs.late()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(jobs.late()).containsExactly("Verdicts.expire");
    }

    @Test
    void aJobThatFailedIsNamedUntilARoundSucceeds() {
        jobs.ended("Verdicts.expire", true);
        assertThat(jobs.failed()).isEmpty();
        jobs.ended("Verdicts.expire", false);
        assertThat(jobs.failed()).containsExactly("Verdicts.expire");
        assertThat(jobs.runs().get("Verdicts.expire")).isEqualTo(new Jobs.Run(TestClock.START, false, 2, 1));
        jobs.ended("Verdicts.expire", true);
        assertThat(jobs.failed()).isEmpty();
        assertThat(jobs.runs().get("Verdicts.expire")).isEqualTo(new Jobs.Run(TestClock.START, true, 3, 1));
    }

    @Test
    void aJobThatHangsHoldsUpNoOther() throws InterruptedException {
        ThreadPoolTaskScheduler scheduler = new JobsConfig().taskScheduler();
        scheduler.initialize();
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CountDownLatch others = new CountDownLatch(3);
        AtomicInteger atOnce = new AtomicInteger();
        try {
            ScheduledFuture<?> first = scheduler.scheduleWithFixedDelay(
                    () -> {
                        atOnce.incrementAndGet();
                        hanging.countDown();
                        waitFor(released);
                    },
                    Duration.ofMillis(1));
            assertThat(hanging.await(1, TimeUnit.MINUTES)).isTrue();
            ScheduledFuture<?> second = scheduler.scheduleWithFixedDelay(others::countDown, Duration.ofMillis(1));
            assertThat(others.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(first.isDone() || second.isDone()).as("both go on").isFalse();
            assertThat(atOnce).as("not twice at once with itself").hasValue(1);
        } finally {
            released.countDown();
            scheduler.shutdown();
        }
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Jobs jobs() {
        Runnable work = new Runnable() {
            @Override
            public void run() {
                throw new AssertionError("only its name is asked for");
            }

            @Override
            public String toString() {
                return "dev.shisa.server.conformity.Verdicts.expire";
            }
        };
        ScheduledTask task =
                new ScheduledTaskRegistrar().scheduleFixedDelayTask(new FixedDelayTask(work, PAUSE, FIRST));
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("holder", (ScheduledTaskHolder) () -> task == null ? Set.of() : Set.of(task));
        return new Jobs(beans.getBeanProvider(ScheduledTaskHolder.class), clock);
    }
}
