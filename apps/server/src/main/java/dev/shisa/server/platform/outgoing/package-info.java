/** What goes out of this installation: mails and requests to addresses that an owner entered, and the secrets shared with them. */
@NullMarked
package dev.shisa.server.platform.outgoing;

import org.jspecify.annotations.NullMarked;
