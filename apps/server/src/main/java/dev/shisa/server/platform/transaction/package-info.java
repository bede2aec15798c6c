/** What happens after a transaction, and what stays whatever becomes of it. */
@NullMarked
package dev.shisa.server.platform.transaction;

import org.jspecify.annotations.NullMarked;
