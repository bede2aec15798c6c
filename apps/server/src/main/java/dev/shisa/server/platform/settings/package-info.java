@NullMarked
package dev.shisa.server.platform.settings;

import org.jspecify.annotations.NullMarked;
