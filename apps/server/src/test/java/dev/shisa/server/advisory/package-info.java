@NullMarked
package dev.shisa.server.advisory;

import org.jspecify.annotations.NullMarked;
