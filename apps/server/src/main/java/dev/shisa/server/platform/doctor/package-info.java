/**
 * Whether Shisa itself is well: checks that each say OK, or what is wrong and how to mend it.
 *
 * <p>Any capability adds a {@code Check} as a bean. A check can name findings that stop work ({@code stopsWorkOn});
 * readiness asks those.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /doctor}, {@code /doctor.json}; API {@code /doctor}; commands {@code DoctorCommand}; jobs
 * {@code Doctor}.
 */
@NullMarked
package dev.shisa.server.platform.doctor;

import org.jspecify.annotations.NullMarked;
