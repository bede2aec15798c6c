@NullMarked
package dev.shisa.server.platform.audit;

import org.jspecify.annotations.NullMarked;
