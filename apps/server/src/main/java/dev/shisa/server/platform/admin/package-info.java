/** The way in for whoever owns the machine: commands of the terminal that the running server answers. */
@NullMarked
package dev.shisa.server.platform.admin;

import org.jspecify.annotations.NullMarked;
