/**
 * The packaged server under faults of its machine: killed processes, full and read-only disks, damaged files, wrong clocks,
 * stalls, exhausted file handles. After each one either everything acknowledged is there, or what is damaged is named.
 */
@NullMarked
package dev.shisa.faults;

import org.jspecify.annotations.NullMarked;
