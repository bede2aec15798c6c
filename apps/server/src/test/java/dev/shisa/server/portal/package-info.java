@NullMarked
package dev.shisa.server.portal;

import org.jspecify.annotations.NullMarked;
