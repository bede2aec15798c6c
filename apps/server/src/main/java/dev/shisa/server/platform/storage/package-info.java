/** The data directory of one installation: who may read it, and who holds it. */
@NullMarked
package dev.shisa.server.platform.storage;

import org.jspecify.annotations.NullMarked;
