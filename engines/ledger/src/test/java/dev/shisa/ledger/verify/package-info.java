@NullMarked
package dev.shisa.ledger.verify;

import org.jspecify.annotations.NullMarked;
