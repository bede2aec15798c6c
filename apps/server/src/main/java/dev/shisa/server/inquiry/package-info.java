/** How many people ask the support desk, and what everybody is told while something is wrong. */
@NullMarked
package dev.shisa.server.inquiry;

import org.jspecify.annotations.NullMarked;
