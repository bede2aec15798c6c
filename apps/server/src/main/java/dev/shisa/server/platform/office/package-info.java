/** Workbooks that people upload: opened within bounds, refused with one sentence. */
@NullMarked
package dev.shisa.server.platform.office;

import org.jspecify.annotations.NullMarked;
