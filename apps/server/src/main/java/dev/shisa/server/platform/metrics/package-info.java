/** What this server counts and measures, for Prometheus and whatever reads its text format. */
@NullMarked
package dev.shisa.server.platform.metrics;

import org.jspecify.annotations.NullMarked;
