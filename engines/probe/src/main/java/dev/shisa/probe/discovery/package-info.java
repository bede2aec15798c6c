/** What a device announces to everybody on its network. */
@NullMarked
package dev.shisa.probe.discovery;

import org.jspecify.annotations.NullMarked;
