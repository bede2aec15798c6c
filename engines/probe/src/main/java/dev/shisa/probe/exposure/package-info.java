/** What content needs protection, and which versions are known to be attacked. */
@NullMarked
package dev.shisa.probe.exposure;

import org.jspecify.annotations.NullMarked;
