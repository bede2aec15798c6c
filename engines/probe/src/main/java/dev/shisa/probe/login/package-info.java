/** Log-in mechanisms, and guessing at them within limits. */
@NullMarked
package dev.shisa.probe.login;

import org.jspecify.annotations.NullMarked;
