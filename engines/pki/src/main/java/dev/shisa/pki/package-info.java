/**
 * Keys and certificates of devices: requests (PKCS#10), a certificate authority of two levels, lists and answers of
 * revocation (RFC 5280, RFC 6960), chains that are shown at a door, and the bodies of EST (RFC 7030 with RFC 8951).
 *
 * <p>Plain Java: bytes, keys, an instant and a source of randomness in, bytes and certificates out. Where a key is kept
 * (sealed in a file, on a token), who may have a certificate and what is recorded of it is not known here: a private key
 * is the JDK's {@link java.security.PrivateKey}, which may stand for one that never leaves a PKCS#11 token.
 */
@NullMarked
package dev.shisa.pki;

import org.jspecify.annotations.NullMarked;
