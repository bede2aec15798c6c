/**
 * How a method says that it is an act which people do on a page and programs by the API, and a Java record what they send for it.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.act;

import org.jspecify.annotations.NullMarked;
