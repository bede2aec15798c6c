package dev.shisa.server.platform.jobs;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/** Switches on what runs by itself: expiry of facts, the watch over the catalogue, sweeping. Tests call it by hand. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class JobsConfig {

    /** How many jobs may hang, each at something of its own, before the others wait. */
    private static final int THREADS = 6;

    /**
     * What runs by itself. The scheduler that comes with virtual threads has one thread for all jobs that pause between their rounds, so
     * one that hangs would hold up the watch over cases, backups and everything else. No job runs twice at once, since its next round is
     * planned when one has ended. Platform threads, because jobs read files and wait for processes.
     */
    @Bean
    ThreadPoolTaskScheduler taskScheduler() {
        ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
        scheduler.setPoolSize(THREADS);
        scheduler.setThreadNamePrefix("job-");
        scheduler.setDaemon(true);
        return scheduler;
    }

    /** Each round that ends is told to {@link Jobs}. */
    @Bean
    SchedulingConfigurer watchedBy(Jobs jobs) {
        ObservationRegistry registry = ObservationRegistry.create();
        registry.observationConfig().observationHandler(new ObservationHandler<ScheduledTaskObservationContext>() {
            @Override
            public void onStop(ScheduledTaskObservationContext round) {
                jobs.ended(
                        round.getTargetClass().getSimpleName() + "."
                                + round.getMethod().getName(),
                        round.getError() == null);
            }

            @Override
            public boolean supportsContext(Observation.Context context) {
                return context instanceof ScheduledTaskObservationContext;
            }
        });
        return registrar -> registrar.setObservationRegistry(registry);
    }
}
