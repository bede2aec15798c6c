@NullMarked
package dev.shisa.probe.tls;

import org.jspecify.annotations.NullMarked;
