/** A series as one file: from one installation to another, with all that its verdicts rest on. */
@NullMarked
package dev.shisa.server.transfer;

import org.jspecify.annotations.NullMarked;
