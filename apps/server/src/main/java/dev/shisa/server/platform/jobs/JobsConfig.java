package dev.shisa.server.platform.jobs;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.SchedulingConfigurer;
import org.springframework.scheduling.support.ScheduledTaskObservationContext;

/** Switches on what runs by itself: expiry of facts, the watch over the catalogue, sweeping. Tests call it by hand. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
@ConditionalOnProperty(name = "shisa.jobs", matchIfMissing = true)
class JobsConfig {

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
