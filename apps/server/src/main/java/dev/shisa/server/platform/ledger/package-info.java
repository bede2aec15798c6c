@NullMarked
package dev.shisa.server.platform.ledger;

import org.jspecify.annotations.NullMarked;
