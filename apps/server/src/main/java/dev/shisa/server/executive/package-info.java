/** What executives look at: whether the company is ready, what it costs, and which products need them. */
@NullMarked
package dev.shisa.server.executive;

import org.jspecify.annotations.NullMarked;
