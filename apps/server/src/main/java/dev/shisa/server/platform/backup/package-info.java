/**
 * Backups of a whole installation, and the way back: one snapshot of the database, the files of the data folder, each
 * content once, everything encrypted in the age format and read back before it counts.
 *
 * <p>Are a process of their own beside the server ({@code ./shisa backup}, also for what runs by itself): one
 * repeatable-read snapshot while the ledger stands still for a moment, {@code COPY} of every table of the catalog,
 * every file of the data folder but what is named as left out. Contents that never change lie in packs, shared by all
 * backups and found again by keyed names, so a server that has a public key only can add and not read; the rest is
 * the backup's own {@code state.age}.
 *
 * <p>Packs are tar in age, read back before they count; a backup appears by the renaming of its folder. A restore
 * migrates an empty database to the backup's schema, copies in, adds the references between tables again, and proves
 * rows, hashes and the ledger's root; until then a mark keeps servers off. Retention removes a pack only when every
 * remaining backup's list says that it is not needed.
 *
 * <p><b>Upgrades.</b> Before Flyway changes an older database, a backup. Each migration is one transaction, so a
 * failed one leaves the version before runnable.
 *
 * <p>Tables: {@code backup_run}.
 *
 * <p>Events: none.
 *
 * <p>Doors: pages {@code /settings/backup}; API {@code /backups}; jobs {@code Backup}, {@code BackupRunner},
 * {@code BackupSchedule}.
 */
@NullMarked
package dev.shisa.server.platform.backup;

import org.jspecify.annotations.NullMarked;
