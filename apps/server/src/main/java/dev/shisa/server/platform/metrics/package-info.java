/**
 * What this server counts and measures, for Prometheus and whatever reads its text format.
 *
 * <p>{@code /metrics} needs a token whose hash is stored. Any capability adds metrics in its constructor
 * ({@code Metrics}). A label takes one of a few words that are known beforehand, never what a person entered.
 *
 * <p>Tables: {@code metrics_token}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /settings/monitoring}; filters {@code HttpMetrics}, {@code MetricsDoor}.
 */
@NullMarked
package dev.shisa.server.platform.metrics;

import org.jspecify.annotations.NullMarked;
