/** Whether this server answers, for load balancers, systemd and containers. */
@NullMarked
package dev.shisa.server.platform.health;

import org.jspecify.annotations.NullMarked;
