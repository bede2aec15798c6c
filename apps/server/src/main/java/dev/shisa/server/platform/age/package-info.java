/**
 * The age file format, version 1 (C2SP age.md, age-encryption.org/v1): what is written with it, anybody who has the
 * key opens with the public {@code age} program.
 *
 * <p>A few classes of our own on the JDK's primitives and BouncyCastle's X25519 and scrypt.
 *
 * <p>Tables: none.
 *
 * <p>Events: none.
 *
 * <p>Doors: none.
 */
@NullMarked
package dev.shisa.server.platform.age;

import org.jspecify.annotations.NullMarked;
