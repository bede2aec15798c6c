/** What a TLS server offers, read from its own handshake messages. */
@NullMarked
package dev.shisa.probe.tls;

import org.jspecify.annotations.NullMarked;
