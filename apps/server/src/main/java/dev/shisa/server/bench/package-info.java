/** Devices on the bench: what is probed, the runs of the probe beside the server, and the facts that were measured. */
@NullMarked
package dev.shisa.server.bench;

import org.jspecify.annotations.NullMarked;
