/**
 * Backups of a whole installation, and the way back: one snapshot of the database, the files of the data folder, each
 * content once, everything encrypted in the age format and read back before it counts.
 */
@NullMarked
package dev.shisa.server.platform.backup;

import org.jspecify.annotations.NullMarked;
