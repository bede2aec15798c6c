@NullMarked
package dev.shisa.server.platform.jobs;

import org.jspecify.annotations.NullMarked;
