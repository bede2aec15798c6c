/**
 * What every capability stands on: accounts, sessions, roles, audit, settings, certificates, database, jobs, web
 * frame.
 *
 * <p>Each package below says its own part. Here are only ids, problems, limits of texts, reasons and versions, which
 * everything uses. A {@code Problem} is what a caller did or met, with a code; its page, its answer of the API and
 * its words follow from the code.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform;

import org.jspecify.annotations.NullMarked;
