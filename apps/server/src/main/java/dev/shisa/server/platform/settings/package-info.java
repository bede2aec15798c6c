/**
 * What the installation remembers about itself, by name; 設定, its entry in the navigation and its tabs; the company's
 * name; what this Shisa is made of.
 *
 * <p>A value has a version, so two people do not overwrite each other. Shisa's own bill of materials
 * ({@code OwnParts}) is written by the build beside the classes.
 *
 * <p>Tables: {@code setting}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /settings}, {@code /settings/about}, {@code /settings/organisation}; API {@code /about},
 * {@code /organisation}.
 */
@NullMarked
package dev.shisa.server.platform.settings;

import org.jspecify.annotations.NullMarked;
