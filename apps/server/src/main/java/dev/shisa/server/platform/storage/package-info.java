/**
 * The data directory of one installation: who may read it, and who holds it.
 *
 * <p>One Shisa at a time holds it ({@code DataLock}, a lock of the kernel). Keys and passwords are files that nobody
 * but their owner may read, never seen half-written ({@code OwnerOnlyFiles}); secrets that have to be read again lie
 * in the database sealed with a key from {@code DATA/secrets} ({@code SealedSecrets}). Temporary files of all kinds
 * lie in {@code DATA/run} ({@code TemporaryFiles}).
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.storage;

import org.jspecify.annotations.NullMarked;
