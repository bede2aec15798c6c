/** Reports as PDF: pages that screen readers can read, with the Japanese font inside. */
@NullMarked
package dev.shisa.server.platform.pdf;

import org.jspecify.annotations.NullMarked;
