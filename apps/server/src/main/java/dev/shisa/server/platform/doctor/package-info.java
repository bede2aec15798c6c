/** Whether Shisa itself is well: checks that each say OK, or what is wrong and how to mend it. */
@NullMarked
package dev.shisa.server.platform.doctor;

import org.jspecify.annotations.NullMarked;
