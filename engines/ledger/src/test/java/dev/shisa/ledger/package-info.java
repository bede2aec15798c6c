@NullMarked
package dev.shisa.ledger;

import org.jspecify.annotations.NullMarked;
