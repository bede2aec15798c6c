package dev.shisa.server.platform.metrics;

import dev.shisa.server.platform.health.Readiness;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The metrics of this server. Any capability adds its own in its constructor.
 *
 * <p>Names follow Prometheus' conventions: {@code shisa_} in front, base units behind, {@code _total} for what only
 * grows. A label takes one of a few words that are known beforehand (a route, an outcome), never what a person entered:
 * no names, numbers of products, addresses.
 */
@Component
public class Metrics {

    private static final Logger LOG = LoggerFactory.getLogger(Metrics.class);

    /** Upper bounds of durations in seconds: from a query out of memory to what no reader waits for. */
    private static final double[] SECONDS = {0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Readiness readiness;
    private boolean machineIsIn;

    Metrics(Readiness readiness) {
        this.readiness = readiness;
    }

    /** Something that is counted as it happens. */
    public Counter counter(String name, String help, String... labels) {
        return Counter.builder().name(name).help(help).labelNames(labels).register(registry);
    }

    /** How long something takes, in seconds; {@code observe} after it happened. */
    public Histogram durations(String name, String help, String... labels) {
        return Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(SECONDS)
                .withoutExemplars()
                .register(registry);
    }

    /** Something that is looked at when it is asked for. What cannot be told is left out. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(told -> {
                    try {
                        told.call(value.getAsDouble());
                    } catch (RuntimeException e) {
                        LOG.debug("{} cannot be told", name, e);
                    }
                })
                .register(registry);
    }

    /** The same from the database: left out while that does not answer, so that nobody waits for each of them. */
    public void stored(String name, String help, DoubleSupplier value) {
        gauge(name, help, () -> {
            if (!readiness.failing().isEmpty()) {
                throw new IllegalStateException("the database may not answer");
            }
            return value.getAsDouble();
        });
    }

    /** The same of several things, by the value of one label. */
    public void gauges(String name, String help, String label, Supplier<Map<String, Double>> values) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(told -> {
                    try {
                        values.get().forEach((key, value) -> told.call(value, key));
                    } catch (RuntimeException e) {
                        LOG.debug("{} cannot be told", name, e);
                    }
                })
                .register(registry);
    }

    /** Counts that somebody else keeps, by the value of one label. */
    public void counts(String name, String help, String label, Supplier<Map<String, Long>> values) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(told -> values.get().forEach((key, value) -> told.call(value, key)))
                .register(registry);
    }

    /** All of them now. */
    synchronized MetricSnapshots collect() {
        if (!machineIsIn) {
            // The first time somebody asks, not at the start: the management beans behind them take their time.
            machineIsIn = true;
            JvmMemoryMetrics.builder().register(registry);
            JvmGarbageCollectorMetrics.builder().register(registry);
            JvmThreadsMetrics.builder().register(registry);
            ProcessMetrics.builder().register(registry);
        }
        return registry.scrape();
    }
}
